package net.anotherbox.shell.session;

import java.util.Optional;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Help;
import net.anotherbox.config.grammar.Matched;

/** What the shell does for somebody who has not ended his line yet: help, completion. Belongs to the control thread. */
final class Assistance {
  private final Shell shell;
  private final Seat seat;
  private final Complaints complaints;

  Assistance(Shell shell, Seat seat, Complaints complaints) {
    this.shell = shell;
    this.seat = seat;
    this.complaints = complaints;
  }

  private Optional<Integer> command(String typed) {
    return seat.editor().isEmpty() ? Optional.of(0) : seat.doPrefix(typed).filter(at -> !typed.endsWith("do"));
  }

  private Grammar.Place configuring() {
    return seat.editor().map(ConfigEditor::place).orElseThrow();
  }

  String help(String typed) {
    Optional<Integer> command = command(typed);
    int width = seat.terminal("width");
    if (command.isEmpty()) return complaints.shown(shell.grammar().listing(configuring(), typed), typed, width, false);
    String given = typed.substring(command.get());
    String text = given.strip().contains(" ") || given.endsWith(" ")
        ? Aliases.expand(shell.config().aliases("exec"), given).text() : given;
    var pipe = OutputPipe.in(text, shell.wording().personality()).filter(p -> isFiltered(p.command()));
    if (pipe.isPresent()) return complaints.shown(pipe.get().help(), text, width, false);
    Help help = Aliases.with(shell.config().aliases("exec"), text, shell.grammar().listing(seat.place(), text));
    return complaints.shown(help, text, width, isFiltered(text));
  }

  private boolean isFiltered(String command) {
    return shell.grammar().parse(seat.place(), command) instanceof Matched m && Complaints.isFiltered(m);
  }

  Optional<String> complete(String typed) {
    Optional<Integer> command = command(typed);
    if (command.isPresent()) {
      var pipe = OutputPipe.in(typed.substring(command.get()), shell.wording().personality());
      if (pipe.isPresent()) return pipe.get().completion().map(t -> typed.substring(0, command.get()) + t);
    }
    Grammar.Place place = command.isPresent() ? seat.place() : configuring();
    int word = Math.max(typed.lastIndexOf(' '), typed.lastIndexOf('\t')) + 1;
    String start = typed.substring(0, word);
    return shell.grammar().completion(place, typed.substring(command.orElse(0))).map(w -> start + w + " ");
  }

  /** A line whose next word would be the delimiter of a text, or one in which it stands already. */
  boolean takesControlC(String typed) {
    if (seat.editor().isEmpty()) return false;
    return typed.indexOf('\3') >= 0 || shell.grammar().parse(Grammar.Place.global(), typed + '\3') instanceof Matched m
        && m.line().rules().blockDelimiter(m).filter(d -> d.equals("\3")).isPresent();
  }
}
