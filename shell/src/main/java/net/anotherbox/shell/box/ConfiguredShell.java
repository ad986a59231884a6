package net.anotherbox.shell.box;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import net.anotherbox.shell.box.Accounts.Kind;
import net.anotherbox.shell.box.Accounts.LineSettings;
import net.anotherbox.shell.session.CopyServer;
import net.anotherbox.shell.session.LineConfig;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.PasswordCheck;
import net.anotherbox.shell.session.ShellConfig;

/** The configuration as the shell asks for it. */
record ConfiguredShell(HostnameFeature name, Accounts accounts, BannerFeature banners,
    NameFeature names, Supplier<Optional<CopyServer>> copyServer) implements ShellConfig {
  private static final String BROADCAST = "255.255.255.255";

  @Override
  public String hostname() {
    return name.hostname();
  }

  private LineSettings settings(LineName l) {
    return accounts.line(l.kind() == LineName.Kind.CON ? Kind.CON : Kind.VTY, l.number());
  }

  @Override
  public LineConfig line(LineName l) {
    LineSettings s = settings(l);
    return new LineConfig(s.login(), s.execTimeoutSeconds(), s.loggingSynchronous(), s.loggingSeverity(), s.length(),
        s.width(),
        s.historySize(), s.privilege());
  }

  @Override
  public Optional<PasswordCheck> linePassword(LineName l) {
    return settings(l).password().map(p -> p);
  }

  @Override
  public Optional<PasswordCheck> enablePassword(int level) {
    return accounts.enable(level).map(p -> p);
  }

  @Override
  public Optional<String> banner(Banner which) {
    return banners.text(which.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public Optional<String> domainServer() {
    return names.looksUp() ? Optional.of(names.server().orElse(BROADCAST)) : Optional.empty();
  }

  @Override
  public Optional<CopyServer> copies() {
    return copyServer.get();
  }
}
