package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.StartupStore;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.LineFiles;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.text.ConfigOrder;
import net.anotherbox.config.text.RunningConfig;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.ProcessTable;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.SocketTable;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.shell.aaa.Aaa;
import net.anotherbox.shell.aaa.Gate;
import net.anotherbox.shell.access.Secrets;
import net.anotherbox.shell.file.FileFeatures;
import net.anotherbox.shell.file.FilePorts;
import net.anotherbox.shell.file.TextFiles;
import net.anotherbox.shell.output.Wording;
import net.anotherbox.shell.session.ShellConfig;

/**
 * All features of this package, wired to each other. A box declares them ({@link #declare}), after its other features renews
 * {@link #factory}, loads or recovers its configuration, and then says {@link ConfigText#booted}.
 */
public final class BoxFeatures {
  /**
   * What the box lends them.
   *
   * @param startup where the startup-config is
   * @param journal where configuration lines are written
   * @param boot how this run came about
   * @param files where files are, and how others' are reached
   */
  public record Lent(Grammar grammar, Personality personality, Configuration configuration, Loop loop, Log log,
      StartupStore startup,
      CommitLog journal, Randomness randomness, Reloader reloader, Supplier<BootFacts> boot, FilePorts files) {
    /** With an empty flash in memory and without a network. */
    public Lent(Grammar grammar, Personality personality, Configuration configuration, Loop loop, Log log,
        StartupStore startup, CommitLog journal, Randomness randomness, Reloader reloader, Supplier<BootFacts> boot) {
      this(grammar, personality, configuration, loop, log, startup, journal, randomness, reloader, boot,
          FilePorts.inMemory(loop.clock()));
    }
  }

  private final Lent lent;
  private final FactoryConfig factory;
  private final HostnameFeature hostname;
  private final BannerFeature banners;
  private final NameFeature names;
  private final DebugFeature debugging;
  private final Accounts accounts;
  private final Aaa aaa;
  private final RemoteAccess remote;
  private final KeyFeature keys;
  private final ConfigText text;
  private final ProcessFeature processes;
  private final SocketsFeature sockets;
  private final Supplier<String> stamp;
  private final LoggingFeature logging;
  private final ReloadFeature reload;
  private final AliasFeature aliases;
  private final ExclusiveFeature exclusive;
  private final ForeignLines foreign;
  private final SupportFeature support;
  private final FileFeatures files;
  private final ServersFeature servers = new ServersFeature();
  private final ArchiveLog journal;
  private final Rollback rollback;
  private final List<Feature> features;
  private int configuring;
  private final List<Feature> shows;

  /** Makes them and enters those that take part in commits; the box's other participants may come before or after. */
  public BoxFeatures(Lent lent) {
    this.lent = lent;
    var configuration = lent.configuration();
    var printer = new RunningConfig(ConfigOrder.load());
    var wording = new Wording(Catalogue.load(BoxFeatures.class, "box.msg"), lent.personality());
    var secrets = new Secrets(lent.randomness());
    var platform = new PlatformFacts(lent.personality());
    factory = new FactoryConfig(lent.grammar(), configuration, lent.personality(), lent.loop().clock());
    hostname = new HostnameFeature(configuration, wording);
    banners = new BannerFeature(configuration);
    names = new NameFeature(configuration, lent.personality());
    debugging = new DebugFeature(lent.log(), wording);
    journal = new ArchiveLog(lent.journal(), configuration, lent.log(), wording);
    text = new ConfigText(configuration, printer, lent.personality(), lent.startup());
    var version = new VersionLineFeature(lent.personality(), configuration, factory, wording);
    var credentials = new CredentialsFeature(secrets, wording);
    logging = new LoggingFeature(configuration, lent.log(), wording);
    var lines = new LineFeature(configuration, logging, wording);
    accounts = new Accounts(configuration, credentials, lines);
    var lists = new LineLists(lines);
    aaa = new Aaa(configuration, lent.loop(), lent.log(), lent.personality(), lent.randomness(),
        new ConfiguredLocals(configuration, accounts, lists, (list, caller) -> remote().passes(list, caller),
            name -> new ConfigEditor(lent.grammar(), configuration, journal, lent.loop().clock(), name)
                .type("no username " + name)));
    Supplier<List<Line>> hideable = () -> Stream.of(credentials.hideable().stream(), Stream.of(lines.password()),
        aaa.hideable().get()).flatMap(s -> s).toList();
    var service = new ServiceFeature(configuration, lent.log(), secrets, hideable);
    foreign = new ForeignLines(lent.grammar(), lent.personality(), lent.log(), wording);
    support = new SupportFeature(configuration, lent.grammar(), lent.personality(), foreign, wording);
    var clock = new ClockFeature(lent.loop().clock(), lent.log(), wording);
    var copy = new CopyFeature(text, platform, lent.log(), wording);
    reload = new ReloadFeature(text, copy, lent.reloader(), lent.loop(), lent.log(), clock, wording);
    processes = new ProcessFeature(lent.personality(), lent.loop());
    stamp = () -> wording.say("stamp", processes.load().facts()) + "\n" + wording.say("stamp-time",
        Map.of("time", clock.said(lent.loop().clock().wall()))) + "\n\n";
    aliases = new AliasFeature(configuration, wording);
    exclusive = new ExclusiveFeature(configuration);
    var privileges = new PrivilegeFeature(wording);
    files = new FileFeatures(lent.loop(), lent.files(), new BoxConfigs(text, editors(), platform,
        lent.files().privateBytes(), Wording.ofShell(lent.personality())), hostname::hostname,
        name -> names.ipv4Addresses(name).stream().findFirst(), configuration, lent.log(), lent.personality());
    var ssh = new SshFeature(configuration, wording, () -> remote().keys(), this::keyName);
    var rotaries = new RotaryFeature(configuration, accounts, lines.manners(), lent.log(), wording);
    sockets = new SocketsFeature(lent.personality(), lent.loop(), rotaries, wording);
    remote = new RemoteAccess(accounts, aaa, ssh, rotaries, lent.log(), lent.loop().clock(), wording);
    keys = new KeyFeature(() -> remote().keys(), new Names(), lent.loop(), lent.log(), wording, remote::follow);
    var archive = new ArchiveFeature(configuration, files.archives(), text, hostname::hostname, lent.loop(), lent.log(),
        journal, wording);
    var replacement = new Replacement(lent.grammar(), configuration, lent.personality(), factory, printer, journal,
        lent.loop().clock());
    rollback = new Rollback(lent.files().rollback(), replacement, lent.loop(), lent.log(), clock::said, wording);
    journal.onLine(rollback::busy);
    var replace = new ReplaceFeature(replacement, rollback, archive, files.archives(), editors(), this::who, wording);
    features = new ArrayList<>(List.of(version, hostname, service, credentials, lines, banners, names, logging, clock,
        servers,
        new HardwareFeature(), new IpDefaultsFeature(), archive, replace, debugging, copy,
        reload,
        new ShowVersionFeature(hostname, platform, lent.personality(), lent.log(), lent.boot()),
        support, aliases, privileges, exclusive, processes, new TechSupportFeature(lent.grammar(), lent.personality()),
        lists, ssh, rotaries, sockets, keys, new KeyChainFeature(configuration, lent.loop().clock(), lent.log(), wording)));
    features.addAll(aaa.features());
    features.add(LineFiles.of(BoxFeatures.class, "platform.lines", "ip.lines", "management.lines", "further.lines",
        "aaa.lines", "terminal.lines", "voice.lines"));
    shows = List.of(new InventoryFeature(platform, lent.personality(), configuration, lent.boot()),
        new AbsentServicesFeature(configuration, lent.personality(), new Wording(Catalogue.load(BoxFeatures.class,
            "absent.msg"), lent.personality())));
    Stream.of(version, service, lines, logging, clock, privileges, archive).forEach(configuration::add);
    configuration.add(ssh);
    configuration.add(remote);
    configuration.add(rotaries);
    aaa.participants().forEach(configuration::add);
  }

  /** @param shown messages that went to terminals; @param lost those that a terminal did not take */
  public void terminals(LongSupplier shown, LongSupplier lost) {
    logging.terminals(shown, lost);
  }

  /** The box runs, and this is what runs: from now on it is seen how busy it is. On the control thread. */
  public void started(ProcessTable running) {
    processes.load().start(running);
  }

  /** The sockets of the host that the shows of them list. On the control thread. */
  public void sockets(SocketTable table) {
    sockets.table(table);
  }

  /** Declares all their lines. */
  public void declare() {
    for (Feature f : features) f.declare(lent.grammar());
    for (Feature f : shows) f.declare(lent.grammar());
    files.declare(lent.grammar());
  }

  /** A fresh editor for somebody at a line, named in the journal as IOS does: "console@console", "ada@vty0". */
  public Function<Session, ConfigEditor> editors() {
    return s -> new ConfigEditor(lent.grammar(), lent.configuration(), journal, lent.loop().clock(), who(s))
        .typedAt(s::privilege);
  }

  /** Each time somebody begins to configure counts as a session of its own. */
  private String who(Session s) {
    return Who.of(s, ++configuring).toString();
  }

  /** After a boot: a change that waited for its confirmation when the box was killed waits on. */
  public void resume() {
    rollback.resume();
  }

  /** @param others how all sessions are told something but the one at the line that comes second */
  public void tells(BiConsumer<String, String> others) {
    reload.tells(others);
  }

  /** @param millis how long nobody has pressed a key at a line ("console", "vty0"); empty if nobody is there */
  public void idle(Function<String, OptionalLong> millis) {
    rollback.idle(millis);
  }

  public FactoryConfig factory() {
    return factory;
  }

  public HostnameFeature hostname() {
    return hostname;
  }

  public BannerFeature banners() {
    return banners;
  }

  public NameFeature names() {
    return names;
  }

  /** Where other features enter their switches. */
  public DebugFeature debugging() {
    return debugging;
  }

  public Accounts accounts() {
    return accounts;
  }

  public ConfigText text() {
    return text;
  }

  /** What each line of the configuration does here, as it stands now. */
  public SupportReport support() {
    return support.report();
  }

  /** Files by URL, for {@code | redirect} and the like. */
  public TextFiles files() {
    return files.texts();
  }

  /** What sessions are told of the configuration. */
  public ShellConfig shellConfig() {
    return new ConfiguredShell(hostname, accounts, banners, names, aliases, exclusive, stamp, files.texts(),
        () -> Optional.of(files.copyServer()).filter(f -> servers.servesCopies(lent.configuration().current())),
        remote()::letsOut, foreign);
  }

  /** Asked who may come in. */
  public Gate authenticator() {
    return aaa.gate();
  }

  public Aaa aaa() {
    return aaa;
  }

  /** What the doors ask. */
  public RemoteAccess remote() {
    return remote;
  }

  private String keyName() {
    return keys.ownName();
  }

  private final class Names implements KeyFeature.Names {
    @Override
    public String hostname() {
      return hostname.hostname();
    }

    @Override
    public Optional<String> domain() {
      return names.domainName();
    }

    @Override
    public boolean isNamed() {
      return hostname.isNamed();
    }
  }
}
