package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.StartupStore;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.text.ConfigOrder;
import net.anotherbox.config.text.RunningConfig;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.Randomness;
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
  private final FileFeatures files;
  private final ReloadFeature reload;
  private final AliasFeature aliases;
  private final ExclusiveFeature exclusive;
  private final ServersFeature servers = new ServersFeature();
  private final List<Feature> features;

  /** Makes them and enters those that take part in commits; the box's other participants may come before or after. */
  public BoxFeatures(Lent lent) {
    this.lent = lent;
    var configuration = lent.configuration();
    var wording = new Wording(Catalogue.load(BoxFeatures.class, "box.msg"), lent.personality());
    var secrets = new Secrets(lent.randomness());
    var platform = new PlatformFacts(lent.personality());
    factory = new FactoryConfig(lent.grammar(), configuration, lent.personality(), lent.loop().clock());
    hostname = new HostnameFeature(configuration, wording);
    banners = new BannerFeature(configuration);
    names = new NameFeature(configuration);
    debugging = new DebugFeature(lent.log(), wording);
    text = new ConfigText(configuration, new RunningConfig(ConfigOrder.load()), lent.personality(), lent.startup());
    var version = new VersionLineFeature(lent.personality(), configuration, factory, wording);
    var credentials = new CredentialsFeature(secrets, wording);
    var logging = new LoggingFeature(configuration, lent.log(), wording);
    var lines = new LineFeature(configuration, logging, wording);
    accounts = new Accounts(configuration, credentials, lines);
    var lists = new LineLists(lines);
    aaa = new Aaa(configuration, lent.loop(), lent.log(), lent.personality(), lent.randomness(),
        new ConfiguredLocals(configuration, accounts, lists));
    Supplier<List<Line>> hideable = () -> Stream.of(credentials.hideable().stream(), Stream.of(lines.password()),
        aaa.hideable().get()).flatMap(s -> s).toList();
    var service = new ServiceFeature(configuration, lent.log(), secrets, hideable);
    var clock = new ClockFeature(lent.loop().clock(), lent.log(), wording);
    var copy = new CopyFeature(text, editors(), platform, lent.loop().clock(), lent.log(), wording);
    files = new FileFeatures(lent.loop(), lent.files(), new BoxConfigs(text, editors(), platform,
        lent.files().privateBytes(), wording), lent.personality());
    reload = new ReloadFeature(text, copy, lent.reloader(), lent.loop(), lent.log(), clock, wording);
    aliases = new AliasFeature(configuration, wording);
    exclusive = new ExclusiveFeature(configuration);
    var privileges = new PrivilegeFeature(wording);
    features = new ArrayList<>(List.of(version, hostname, service, credentials, lines, banners, names, logging, clock, servers,
        new HardwareFeature(), new IpDefaultsFeature(), new ArchiveFeature(lent.journal(), wording), debugging, copy,
        reload,
        new ShowVersionFeature(hostname, platform, lent.personality(), lent.log(), lent.boot()),
        new SupportFeature(configuration, lent.personality(), wording), aliases, privileges, exclusive));
    var ssh = new SshFeature(configuration, wording, () -> remote().keys(), this::keyName);
    remote = new RemoteAccess(accounts, aaa, ssh, lent.log(), lent.loop().clock(), wording);
    keys = new KeyFeature(() -> remote().keys(), new Names(), lent.loop(), lent.log(), wording, remote::follow);
    features.addAll(List.of(lists, ssh, keys));
    features.addAll(aaa.features());
    Stream.of(version, service, lines, logging, clock, privileges).forEach(configuration::add);
    configuration.add(ssh);
    configuration.add(remote);
    aaa.participants().forEach(configuration::add);
  }

  /** Declares all their lines. */
  public void declare() {
    for (Feature f : features) f.declare(lent.grammar());
    files.declare(lent.grammar());
  }

  /** A fresh editor for somebody at a line, named in the journal as IOS does: "console@console", "ada@vty0". */
  public Function<Session, ConfigEditor> editors() {
    return s -> new ConfigEditor(lent.grammar(), lent.configuration(), lent.journal(), lent.loop().clock(), who(s))
        .typedAt(s::privilege);
  }

  private static String who(Session s) {
    String line = s.line().startsWith("con") ? "console" : s.line().replace(" ", "");
    return (s.user().isEmpty() ? line.isEmpty() ? "boot" : line : s.user()) + (line.isEmpty() ? "" : "@" + line);
  }

  /** @param others how all sessions are told something but the one at the line that comes second */
  public void tells(BiConsumer<String, String> others) {
    reload.tells(others);
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

  /** Files by URL, for {@code | redirect} and the like. */
  public TextFiles files() {
    return files.texts();
  }

  /** What sessions are told of the configuration. */
  public ShellConfig shellConfig() {
    return new ConfiguredShell(hostname, accounts, banners, names, aliases, exclusive);
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
