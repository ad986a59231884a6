package net.anotherbox.box;

import java.util.Optional;
import net.anotherbox.shell.box.Accounts;
import net.anotherbox.shell.box.BoxFeatures;
import net.anotherbox.shell.session.LineConfig;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.PasswordCheck;
import net.anotherbox.shell.session.ShellConfig;

/** What the configuration says to the shell. */
final class BoxShellConfig implements ShellConfig {
  private final BoxFeatures box;

  BoxShellConfig(BoxFeatures box) {
    this.box = box;
  }

  @Override
  public String hostname() {
    return box.hostname().hostname();
  }

  private Accounts.LineSettings settings(LineName line) {
    var kind = line.kind() == LineName.Kind.CON ? Accounts.Kind.CON : Accounts.Kind.VTY;
    return box.accounts().line(kind, line.number());
  }

  @Override
  public LineConfig line(LineName line) {
    Accounts.LineSettings s = settings(line);
    LineConfig.Login login = switch (s.login()) {
      case NONE -> LineConfig.Login.NONE;
      case LINE_PASSWORD -> LineConfig.Login.LINE_PASSWORD;
      case LOCAL -> LineConfig.Login.LOCAL;
    };
    return new LineConfig(login, s.execTimeoutSeconds(), s.loggingSynchronous(), s.loggingSeverity(), s.length(), s.width(),
        s.historySize(), s.privilege());
  }

  @Override
  public Optional<PasswordCheck> linePassword(LineName line) {
    return settings(line).password().map(PasswordCheck.class::cast);
  }

  @Override
  public Optional<PasswordCheck> enablePassword(int level) {
    return box.accounts().enable(level).map(PasswordCheck.class::cast);
  }

  @Override
  public Optional<String> banner(Banner which) {
    return box.banners().text(which.name().toLowerCase(java.util.Locale.ROOT));
  }

  @Override
  public Optional<String> domainServer() {
    return box.names().looksUp() ? Optional.of(box.names().server().orElse("255.255.255.255")) : Optional.empty();
  }
}
