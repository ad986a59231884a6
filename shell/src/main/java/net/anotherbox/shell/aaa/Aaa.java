package net.anotherbox.shell.aaa;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.ServerPort;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.shell.output.Wording;

/** All of this package, wired: the features that declare its lines, and the {@link Gate}. */
public final class Aaa {
  private final ServerLines servers = new ServerLines();
  private final AaaFeature lines = new AaaFeature(servers);
  private final LoginFeature logins;
  private final Gate gate;
  private final LoginWatch watch;
  private final Configuration configuration;
  private final LockoutCommands lockouts;
  private final TacacsShow tacacs;
  private Surroundings around = Surroundings.NONE;

  /** @param locals users, passwords and lines of the configuration */
  public Aaa(Configuration configuration, Loop loop, Log log, Personality personality, Randomness randomness,
      Locals locals) {
    this.configuration = configuration;
    var words = new Wording(Catalogue.load(Aaa.class, "aaa.msg"), personality);
    logins = new LoginFeature(configuration, log, words, () -> around);
    watch = new LoginWatch(loop, log, words, logins);
    logins.watch(watch);
    var side = new ServerSide(loop, log, words, later(), randomness);
    gate = new Gate(loop, log, Wording.ofShell(personality), words, locals, () -> lines.policy(configuration.current()),
        side,
        watch);
    lockouts = new LockoutCommands(gate.lockouts, log, words);
    tacacs = new TacacsShow(() -> servers.groups(configuration.current()).get("tacacs+"), side.tacacsCounts(), personality);
  }

  /** What the box tells later, when it has made the parts that this is about. */
  private Surroundings later() {
    var port = new ServerPort() {
      @Override
      public java.util.Optional<byte[]> exchange(Server server, byte[] datagram, java.time.Duration timeout,
          java.util.function.Predicate<byte[]> isAnswer) {
        return around.servers().exchange(server, datagram, timeout, isAnswer);
      }

      @Override
      public java.util.Optional<net.anotherbox.runtime.value.Address> sourceTo(Server server) {
        return around.servers().sourceTo(server);
      }

      @Override
      public Connection connect(Server server, java.time.Duration timeout) throws java.io.IOException {
        return around.servers().connect(server, timeout);
      }
    };
    return new Surroundings(port, name -> around.addressOf().apply(name), (l, a, p) -> around.lists().permits(l, a, p));
  }

  /** A gate for a box that has no AAA: labs and tests of the shell. */
  public static Gate plain(Loop loop, Log log, Personality personality, Locals locals) {
    return new Aaa(new Configuration(), loop, log, personality, b -> {}, locals).unconfigured();
  }

  private Gate unconfigured() {
    var g = new net.anotherbox.config.grammar.Grammar(new Personality(net.anotherbox.runtime.release.Release.R12_4,
        net.anotherbox.runtime.release.Platform.C3725));
    features().forEach(f -> f.declare(g));
    return gate;
  }

  /** A name as it may stand in a message, whatever is in it. */
  public static String shown(String name) {
    return LoginWatch.shown(name);
  }

  public void surroundings(Surroundings s) {
    around = s;
  }

  public List<Feature> features() {
    return List.of(lines, logins, lockouts, tacacs);
  }

  public List<Participant> participants() {
    return List.of(logins);
  }

  /** Lines whose plain key {@code service password-encryption} hides. */
  public Supplier<Stream<Line>> hideable() {
    return () -> servers.keys().stream();
  }

  public Gate gate() {
    return gate;
  }

  public boolean isNewModel() {
    return lines.isOn(configuration.current());
  }

  /** Whether logins from there are refused for a while ({@code login block-for}). On the control thread. */
  public boolean refuses(net.anotherbox.shell.session.Caller caller) {
    return watch.refuses(caller);
  }
}
