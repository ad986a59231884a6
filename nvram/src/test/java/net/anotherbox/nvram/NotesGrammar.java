package net.anotherbox.nvram;

import java.time.Instant;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.text.ConfigOrder;
import net.anotherbox.config.text.RunningConfig;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;

/** A configuration of a few lines: numbered notes, at the top and in chapters, and a text of several lines. */
final class NotesGrammar {
  private static final Mode CHAPTER = new Mode("config-chapter", "config-chapter", "Chapter commands:");

  final Grammar grammar = new Grammar(new Personality(Release.R12_4, Platform.C3725));
  final Configuration configuration = new Configuration();
  final Clock clock = new VirtualLoop(Instant.parse("2002-03-01T00:00:00Z")).clock();

  NotesGrammar() {
    grammar.line(Mode.CONFIG, "note LINE:text", "Write a note", "The note").many().active();
    grammar.line(Mode.CONFIG, "chapter WORD:name", "Open a chapter", "Its name").opens(CHAPTER).keyed("name").active();
    grammar.line(CHAPTER, "verse LINE:text", "Write a verse", "The verse").many().active();
    grammar.line(Mode.CONFIG, "poem WORD:delimiter", "Write several lines", "What ends them").block(m -> m.arg("delimiter"))
        .printed("|poem #\\n{block}#|").active();
  }

  ConfigEditor editor(CommitLog journal) {
    return new ConfigEditor(grammar, configuration, journal, clock, "ada");
  }

  String running() {
    return new RunningConfig(ConfigOrder.load()).render(configuration.current(), Release.R12_4);
  }
}
