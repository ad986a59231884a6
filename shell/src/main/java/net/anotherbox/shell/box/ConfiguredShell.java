package net.anotherbox.shell.box;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.shell.box.Accounts.Kind;
import net.anotherbox.shell.box.Accounts.LineSettings;
import net.anotherbox.shell.file.TextFiles;
import net.anotherbox.shell.session.CopyServer;
import net.anotherbox.shell.session.LineConfig;
import net.anotherbox.shell.session.LineManners;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.PasswordCheck;
import net.anotherbox.shell.session.ShellConfig;

/** The configuration as the shell asks for it. */
record ConfiguredShell(HostnameFeature name, Accounts accounts, BannerFeature banners, NameFeature names,
    AliasFeature alias, ExclusiveFeature locking, Supplier<String> stamped, TextFiles texts,
    Supplier<Optional<CopyServer>> copyServer, BiPredicate<LineName, Ipv4> letsOut, ForeignLines foreign)
    implements ShellConfig {
  /** In the order in which IOS lists them. */
  private static final List<String> INPUTS = List.of("lat", "pad", "telnet", "rlogin", "lapb-ta", "mop", "udptn", "v120",
      "ssh");
  private static final String BROADCAST = "255.255.255.255";

  @Override
  public void isOfAnotherRelease(Line line) {
    foreign.came(line);
  }

  @Override
  public String hostname() {
    return name.hostname();
  }

  private LineSettings settings(LineName l) {
    return accounts.line(kind(l), l.number());
  }

  private static Kind kind(LineName l) {
    return Kind.valueOf(l.kind().name());
  }

  @Override
  public LineManners manners(LineName l) {
    return accounts.manners(kind(l), l.number());
  }

  @Override
  public String inputs(LineName l) {
    String all = INPUTS.stream().filter(settings(l).transportInput()::contains).collect(Collectors.joining(" "));
    return all.isEmpty() ? "none" : all;
  }

  @Override
  public int vtyCount() {
    return accounts.vtyCount();
  }

  @Override
  public Map<String, String> aliases(String mode) {
    return alias.of(mode);
  }

  @Override
  public List<Ipv4> addresses(String host) {
    return Ipv4.parse(host).map(List::of).orElseGet(() -> names.ipv4Addresses(host));
  }

  @Override
  public Optional<String> autocommand(LineName l, String user) {
    return accounts.user(user).flatMap(Accounts.User::autocommand).or(() -> manners(l).autocommand());
  }

  @Override
  public boolean staysAfterCommand(String user) {
    return accounts.user(user).map(Accounts.User::noHangup).orElse(false);
  }

  @Override
  public boolean mayEscape(String user) {
    return accounts.user(user).map(u -> !u.noEscape()).orElse(true);
  }

  @Override
  public boolean mayCall(LineName l, String protocol) {
    return accounts.transportOutput(kind(l), l.number()).contains(protocol);
  }

  @Override
  public boolean mayReach(LineName l, Ipv4 host) {
    return letsOut.test(l, host);
  }

  @Override
  public Optional<Boolean> exclusive() {
    return locking.isAutomatic();
  }

  @Override
  public String stamp() {
    return stamped.get();
  }

  @Override
  public String domain() {
    return names.domainName().orElse("");
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
    return banners.text(which.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  @Override
  public Optional<TextFiles> files() {
    return Optional.of(texts);
  }

  @Override
  public boolean takesHostNames(LineName l) {
    return accounts.talk(kind(l), l.number()).takesHostNames();
  }

  @Override
  public Synchronous synchronous(LineName l) {
    return accounts.talk(kind(l), l.number()).synchronous();
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
