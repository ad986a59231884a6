package net.anotherbox.shell.session;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.text.ConfigOrder;
import net.anotherbox.config.text.RunningConfig;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.ControlLoop;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.aaa.Aaa;
import net.anotherbox.shell.aaa.Locals;
import net.anotherbox.shell.access.HostMachines;
import net.anotherbox.shell.access.KnownHosts;
import net.anotherbox.shell.access.SshCalls;
import net.anotherbox.shell.access.StoredPassword;
import net.anotherbox.shell.output.Wording;

/** A box with a handful of lines and commands, on a real loop: what a shell needs around it. */
public final class TestBox implements ShellConfig, AutoCloseable {
  private static final Mode INTERFACE = new Mode("interface", "config-if", "Interface configuration commands:");

  public final List<Throwable> failures = new CopyOnWriteArrayList<>();
  public final ControlLoop loop = new ControlLoop(failures::add);
  public final Personality personality = new Personality(Release.R12_4, Platform.C3725);
  public final Log log = new Log(loop.clock());
  public final Grammar grammar = new Grammar(personality);
  public final Configuration configuration = new Configuration();
  public final SessionTable sessions = new SessionTable();
  public final Map<String, String> users = new HashMap<>(Map.of("admin", "s3cret", "guest", "guest"));
  /** Fingerprints of the machines that this box has called. */
  public final Map<String, String> keys = new ConcurrentHashMap<>();
  public final Map<Banner, String> banners = new LinkedHashMap<>();
  public final Shell shell = new Shell(loop, grammar, this, gate(), log, sessions, Wording.ofShell(personality));
  public volatile Optional<PasswordCheck> enable = Optional.of(new StoredPassword(5, "$1$mERr$hx5rVt7rPNoS4wqbXKX7m0",
      true));
  public volatile Optional<PasswordCheck> linePassword = Optional.empty();
  public volatile LineManners manners = LineManners.DEFAULT;
  public volatile boolean calls = true;
  private final SshCalls ssh = new SshCalls(new KnownHosts() {
    @Override
    public Optional<String> fingerprint(String host) {
      return Optional.ofNullable(keys.get(host));
    }

    @Override
    public void keep(String host, String fingerprint) {
      keys.put(host, fingerprint);
    }
  });
  private final OtherMachines machines = new HostMachines(ssh);
  public volatile Optional<String> domainServer = Optional.empty();
  public volatile LineConfig lineConfig = LineConfig.DEFAULT;
  private final Line hostname;
  private Running waiting;

  public TestBox() {
    new SessionFeature(shell, s -> new ConfigEditor(grammar, configuration, CommitLog.NONE, loop.clock(),
        s.user()), machines, name -> Optional.empty()).declare(grammar);
    hostname = grammar.line(Mode.CONFIG, "hostname WORD:name", "Set system's network name", "This system's network name")
        .active();
    grammar.line(Mode.CONFIG, "access-list <100-199>:number permit ip host A.B.C.D:from any",
        "Add an access list entry", "IP extended",
        "Specify packets to forward", "Any Internet Protocol", "A single source host", "Source address",
            "Any destination host").many().active();
    grammar.line(Mode.CONFIG, "banner motd LINE:text", "Define a login banner", "Set Message of the Day banner",
        "c banner-text c")
        .block(m -> Optional.of(m.required("text").substring(0, 1)).filter(d -> m.required("text").indexOf(d, 1) < 0))
            .active();
    grammar.line(Mode.CONFIG, "interface IFNAME:name", "Select an interface to configure",
        "interface").opens(INTERFACE).keyed("name").active();
    grammar.line(INTERFACE, "ip address A.B.C.D:address A.B.C.D:mask", "Interface Internet Protocol config commands",
        "Set the IP address of an interface", "IP address", "IP subnet mask").active();
    grammar.line(INTERFACE, "shutdown", "Shutdown the selected interface").active();
    grammar.exec("show running-config", this::running, "Current operating configuration").privilege(15);
    grammar.exec("show clock", x -> x.print("*00:01:02.003 UTC Mon Mar 1 1993\n"), "Display the system clock");
    grammar.exec("ping WORD:host", this::ping, "Send echo messages", "Ping destination address or hostname");
    grammar.exec("reload", this::reload, "Halt and perform a cold restart").privilege(15);
    grammar.exec("copy running-config startup-config", this::copy, "Copy from one file to another",
        "Copy from current system configuration",
        "Copy to startup configuration").privilege(15);
    grammar.exec("show line IFNAME:name", x -> x.invalid("name"), "Line information", "Name of what is not there");
    grammar.exec("clear broken", x -> {
      throw new IllegalStateException("broken on purpose");
    }, "Reset functions", "Something broken").privilege(15);
  }

  /** The real one, over what the fields of this box say. */
  private Authenticator gate() {
    return Aaa.plain(loop, log, personality, new Locals() {
      @Override
      public List<User> users() {
        return users.entrySet().stream().map(e -> new User(e.getKey(), OptionalInt.of(e.getKey().equals("admin") ? 15 : 1),
            false, Optional.<PasswordCheck>of(new StoredPassword(0, e.getValue(), false)))).toList();
      }

      @Override
      public Optional<PasswordCheck> enable(int level) {
        return enable;
      }

      @Override
      public Entrance line(LineName line) {
        return new Entrance(lineConfig.login(), linePassword, Map.of());
      }
    });
  }

  private void running(Execution x) {
    x.print("Building configuration...\n\nCurrent configuration : 100 bytes\n"
        + new RunningConfig(ConfigOrder.load()).render(configuration.current(), personality.release()) + "\n");
  }

  /** Waits to be answered by {@link #reply} or broken off. */
  private void ping(Execution x) {
    x.print("\nType escape sequence to abort.\nSending 5, 100-byte ICMP Echos to " + x.command().required("host") + "\n");
    x.later();
    waiting = (Running) x;
    x.onBreak(() -> {
      x.print("\nbroken off\n");
      x.done();
    });
  }

  /** The ping that is under way gets an answer. */
  public void reply(String mark, boolean last) {
    loop.post(() -> {
      waiting.print(mark);
      if (!last) return;
      waiting.print("\nSuccess rate is 100 percent\n");
      waiting.done();
    });
  }

  private void reload(Execution x) {
    x.confirm("Proceed with reload? [confirm]", yes -> {
      x.print(yes ? "reloading\n" : "");
      x.done();
    });
  }

  private void copy(Execution x) {
    x.ask("Destination filename [startup-config]? ", true, name -> {
      x.print("Building configuration...\n[OK]\n");
      x.done();
    });
  }

  @Override
  public String hostname() {
    return configuration.current().value(hostname, "name").orElse("R1");
  }

  @Override
  public LineConfig line(LineName line) {
    return lineConfig;
  }

  public void lineConfig(LineConfig.Login login, int timeoutSeconds, boolean synchronous) {
    lineConfig = new LineConfig(login, timeoutSeconds, synchronous, 7, OptionalInt.empty(), OptionalInt.empty(), 10, 1);
  }

  @Override
  public Optional<PasswordCheck> linePassword(LineName line) {
    return linePassword;
  }

  @Override
  public Optional<PasswordCheck> enablePassword(int level) {
    return enable;
  }

  @Override
  public Optional<String> banner(Banner which) {
    return Optional.ofNullable(banners.get(which));
  }

  @Override
  public Optional<String> domainServer() {
    return domainServer;
  }

  @Override
  public LineManners manners(LineName line) {
    return manners;
  }

  @Override
  public boolean mayCall(LineName line, String protocol) {
    return calls;
  }

  @Override
  public void close() {
    ssh.close();
    loop.close();
  }
}
