package net.anotherbox.box;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.text.ConfigLoader;
import net.anotherbox.config.text.ConfigLoader.Rejected;
import net.anotherbox.crypto.CryptoCommands;
import net.anotherbox.crypto.CryptoFeatures;
import net.anotherbox.crypto.CryptoSubsystem;
import net.anotherbox.crypto.isakmp.key.KeyEncryption;
import net.anotherbox.plane.config.AccessListFeature;
import net.anotherbox.plane.config.InterfaceFeature;
import net.anotherbox.plane.config.NatFeature;
import net.anotherbox.plane.config.OtherLines;
import net.anotherbox.plane.config.PingFeature;
import net.anotherbox.routing.family.RoutingFamilies;
import net.anotherbox.routing.rib.RoutingFeature;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;
import net.anotherbox.shell.aaa.Surroundings;
import net.anotherbox.shell.access.RsaKeys;
import net.anotherbox.shell.box.BootFacts;
import net.anotherbox.shell.box.BoxFeatures;
import net.anotherbox.shell.box.Reloader;
import net.anotherbox.shell.file.FilePorts;
import net.anotherbox.shell.output.Wording;
import net.anotherbox.shell.session.SessionFeature;
import net.anotherbox.shell.session.SessionTable;
import net.anotherbox.shell.session.Shell;

/**
 * A whole router. The constructor is the wiring, to be read from top to bottom; {@link #boot} brings it to life. Everything
 * but the constructor runs on the loop.
 */
public final class Box {
  private final Outside outside;
  private final Memory memory;
  private final Personality personality;
  private final Log log;
  private final Grammar grammar;
  private final Configuration configuration = new Configuration();
  private final BoxFeatures features;
  private final InterfaceFeature interfaces;
  private final CryptoSubsystem crypto;
  private final Shell shell;

  public Box(Outside outside, Memory memory, Personality personality, BootFacts facts, Reloader reloader) {
    this.outside = outside;
    this.memory = memory;
    this.personality = personality;
    var loop = outside.loop();
    log = new Log(loop.clock());
    grammar = new Grammar(personality);
    features = new BoxFeatures(new BoxFeatures.Lent(grammar, personality, configuration, loop, log, memory.startup(),
        memory.journal(),
        outside.randomness(), reloader, () -> facts, new FilePorts(memory.flash(), outside.datagrams(),
        () -> memory.hostKey().load().map(k -> k.length).orElse(0), memory.rollback(), outside.ssh(), this::way)));

    var accessLists = new AccessListFeature(personality, configuration);
    interfaces = new InterfaceFeature(personality, loop, log, outside.kernel(), memory.ports(), accessLists,
        outside.filter());
    var routing = new RoutingFeature(personality, loop, interfaces.table(), outside.kernel(), log);
    interfaces.tunnels(outside.tunnels(), routing, this::host);
    crypto = new CryptoSubsystem(loop, log, outside.randomness(), outside.udp(), outside.plane(), outside.transit(), routing,
        interfaces.tunnels(), personality);
    var keyEncryption = new KeyEncryption(personality, configuration, memory.masterKey(), outside.randomness());
    var cryptoAccessLists = new CryptoAccessLists(accessLists);
    var cryptoLines = new CryptoFeatures(personality, interfaces.table(), interfaces.tunnels(),
        cryptoAccessLists::of, cryptoAccessLists::ipv6, keyEncryption, crypto::configure);
    var nat = new NatFeature(interfaces, accessLists, outside.translation(), personality, log);
    var ping = new PingFeature(personality, loop, interfaces.table(), outside.echo());
    ping.names(this::host);
    var cryptoCommands = new CryptoCommands(crypto, log);
    shell = new Shell(loop, grammar, features.shellConfig(), features.authenticator(), log, new SessionTable(),
        Wording.ofShell(personality));

    features.remote().keys(new RsaKeys(memory.hostKey(), outside.randomness()));
    features.remote().surroundings(new Surroundings(outside.servers(), this::addressOf,
        new LoginLists(accessLists, configuration, personality, log)));

    features.tells(shell.sessions()::broadcast);
    features.idle(shell.sessions()::idleMillis);
    features.terminals(shell.sessions()::shown, shell.sessions()::dropped);
    if (!outside.packets()) grammar.withoutPackets("without privileges no packet is sent, forwarded or filtered here");
    features.declare();
    grammar.declaresForPackets(true);
    for (Feature f : List.of(interfaces, accessLists, nat, ping, cryptoLines, cryptoCommands, routing,
        new RoutingFamilies(configuration, personality), new OtherLines(),
        new SessionFeature(shell, features.editors(), outside.machines(),
        this::sourceOf))) f.declare(grammar);
    grammar.declaresForPackets(false);
    features.debugging().register(CryptoSubsystem.flags().toArray(net.anotherbox.runtime.log.DebugFlag[]::new));
    features.debugging().register(InterfaceFeature.flags().toArray(net.anotherbox.runtime.log.DebugFlag[]::new));

    // Addresses first, then what protects traffic, and only then the routes that bring traffic.
    configuration.add(interfaces);
    configuration.add(nat);
    configuration.add(keyEncryption);
    configuration.add(cryptoLines);
    configuration.add(cryptoCommands);
    configuration.add(routing);
    outside.plane().events(crypto.planeEvents());
  }

  private Optional<Address> addressOf(String name) {
    return InterfaceName.parse(name).flatMap(n -> interfaces.table().state(n))
        .flatMap(InterfaceTable.State::address).map(a -> a);
  }

  /** The address of a name of {@code ip host} or {@code ipv6 host}. */
  private Optional<Address> host(String name) {
    return features.names().addresses(name).stream().findFirst();
  }

  private Optional<Ipv4> sourceOf(String name) {
    return addressOf(name).filter(Ipv4.class::isInstance).map(Ipv4.class::cast);
  }

  /** The interface on whose network an address is. */
  private Optional<String> way(Ipv4 to) {
    return interfaces.table().all().stream().filter(s -> s.address().isPresent()
        && new Ipv4Prefix(s.address().get(), s.prefixLength()).contains(to)).map(s -> s.name().toString()).findFirst();
  }

  /** A text to boot from, and what of it was not taken. */
  public interface Source {
    List<Rejected> typeInto(ConfigEditor editor);

    /** The text as far as it says the release. */
    String text();
  }

  /** The factory configuration, then the startup-config. @return lines of it that were not taken */
  public List<Rejected> boot() {
    String startup = memory.startup().load().orElse("");
    return boot(source(startup));
  }

  private static Source source(String text) {
    return new Source() {
      @Override
      public List<Rejected> typeInto(ConfigEditor editor) {
        return ConfigLoader.load(text, editor);
      }

      @Override
      public String text() {
        return text;
      }
    };
  }

  /** The same from elsewhere. All of it comes into force in one commit, so that nothing runs on half a configuration. */
  public List<Rejected> boot(Source source) {
    interfaces.start();
    source.text().lines().filter(l -> l.startsWith("version ")).findFirst()
        .flatMap(l -> Release.parse(l.substring(8).strip()))
        .ifPresent(r -> personality.release(r.nearestKnown()));
    features.factory().renew();
    var rejected = new ArrayList<Rejected>();
    Optional<String> refused = configuration.together(() -> rejected.addAll(source.typeInto(editor())));
    // Somebody refuses a part of it: line by line, then, so that only that part is lost.
    if (refused.isPresent()) {
      rejected.clear();
      rejected.addAll(source.typeInto(editor()));
    }
    interfaces.booted();
    features.text().booted();
    features.started(new JvmProcesses());
    return rejected;
  }

  /** Interfaces of the configuration that neither the platform has nor a Linux link stands for, by name. */
  public List<String> absentInterfaces() {
    return interfaces.absent().stream().map(InterfaceName::toString).toList();
  }

  private ConfigEditor editor() {
    return new ConfigEditor(grammar, configuration, CommitLog.NONE, outside.loop().clock(), "boot");
  }

  public Shell shell() {
    return shell;
  }

  public Personality personality() {
    return personality;
  }

  public Log log() {
    return log;
  }

  public BoxFeatures features() {
    return features;
  }

  public Grammar grammar() {
    return grammar;
  }

  public Configuration configuration() {
    return configuration;
  }

  public CryptoSubsystem crypto() {
    return crypto;
  }

  public Memory memory() {
    return memory;
  }

  /** When the program was built: the date of the class that is this text, or the epoch if that cannot be read. */
  public static Instant built() {
    try {
      var url = Box.class.getResource("Box.class");
      return Instant.ofEpochMilli(url.openConnection().getLastModified());
    } catch (java.io.IOException e) {
      return Instant.EPOCH;
    }
  }

  /** Tells peers goodbye and lets go of everything. */
  public void close() {
    shell.sessions().hangUpAll();
    crypto.close();
    interfaces.close();
  }
}
