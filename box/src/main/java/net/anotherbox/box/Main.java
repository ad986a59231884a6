package net.anotherbox.box;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import net.anotherbox.box.measure.Check;
import net.anotherbox.box.measure.Measure;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.text.ConfigLoader.Rejected;
import net.anotherbox.nvram.H2Nvram;
import net.anotherbox.nvram.NvramException;
import net.anotherbox.nvram.Recovery;
import net.anotherbox.plane.linux.LinuxDataplane;
import net.anotherbox.plane.linux.LinuxEcho;
import net.anotherbox.plane.linux.LinuxHost;
import net.anotherbox.plane.linux.LinuxKernel;
import net.anotherbox.plane.linux.LinuxPacketFilter;
import net.anotherbox.plane.linux.LinuxTransit;
import net.anotherbox.plane.linux.LinuxUdp;
import net.anotherbox.plane.linux.ProcessImage;
import net.anotherbox.runtime.loop.ControlLoop;
import net.anotherbox.runtime.port.Datagrams;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.StrongRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.access.ConsoleAccess;
import net.anotherbox.shell.access.Door;
import net.anotherbox.shell.access.HostDatagrams;
import net.anotherbox.shell.access.HostMachines;
import net.anotherbox.shell.access.HostServers;
import net.anotherbox.shell.access.HostSockets;
import net.anotherbox.shell.access.KnownHosts;
import net.anotherbox.shell.access.SshAccess;
import net.anotherbox.shell.access.SshCalls;
import net.anotherbox.shell.access.SshSettings;
import net.anotherbox.shell.access.TelnetAccess;
import net.anotherbox.shell.access.VtyLines;
import net.anotherbox.shell.box.BootFacts;
import net.anotherbox.shell.session.Caller.Transport;

/** The process: options, nvram, the world outside, the box, its doors, and a clean end. */
public final class Main {
  private final Options options;
  private final PrintStream out = System.out;
  private final List<AutoCloseable> closing = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final InternalErrors errors;
  private volatile boolean reload;
  private volatile boolean returned;
  private boolean forwarding;

  private Main(Options options) {
    this.options = options;
    this.errors = new InternalErrors(options.state(), System.err);
  }

  public static void main(String[] args) {
    int status;
    if (args.length > 0 && args[0].equals("check")) System.exit(Check.run(rest(args), System.out, System.err));
    if (args.length > 0 && args[0].equals("measure")) System.exit(Measure.run(rest(args), System.out, System.err));
    try {
      var process = new Main(Options.parse(args, System.getenv()));
      status = process.run();
      process.returned = true;
    } catch (Options.Usage u) {
      System.err.print(u.getMessage());
      status = List.of(args).contains("--help") ? 0 : 2;
    }
    System.exit(status);
  }

  private static List<String> rest(String[] args) {
    return List.of(args).subList(1, args.length);
  }

  private int run() {
    if (options.ssh().isPresent()) SshAccess.preload();
    H2Nvram nvram;
    Optional<String> given;
    try {
      given = options.readStartupConfig();
      nvram = H2Nvram.open(options.state());
    } catch (IOException | NvramException e) {
      System.err.println("router: " + e.getMessage());
      return 1;
    }
    closing.add(nvram);
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> errors.happened(e));
    if (given.isPresent() && nvram.load().isEmpty()) nvram.save(given.get());
    var loop = new ControlLoop(errors::happened);
    closing.add(loop);
    Outside outside;
    try {
      outside = exporting(reaching(outside(loop), nvram), loop);
    } catch (IOException e) {
      System.err.println("router: --export-sa-keys: " + Options.reason(e));
      return 1;
    }
    Box box = make(outside, nvram);
    options.exportedKeys().ifPresent(file -> on(loop, () -> {
      box.log().syslog("CRYPTO", 1, "KEY_EXPORT", "Keys of IPsec SAs are written to " + file);
      return null;
    }));
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "shutdown"));
    on(loop, () -> {
      power(box, nvram, loop.clock().wall());
      return null;
    });
    closing.add(() -> on(loop, () -> {
      box.close();
      return null;
    }));
    try {
      doors(box);
    } catch (UncheckedIOException e) {
      System.err.println("router: ssh: cannot listen on " + options.ssh().orElseThrow() + ": "
          + Options.reason(e.getCause()));
      return 1;
    }
    await();
    stop();
    if (reload) ProcessImage.restart();
    return 0;
  }

  /** A signal that asks for an end gets one: the status is 0, not the JVM's 143. */
  private void end() {
    stop();
    if (!returned) Runtime.getRuntime().halt(0);
  }

  private Box make(Outside outside, H2Nvram nvram) {
    options.platform().ifPresent(p -> nvram.option("platform", p.model()));
    options.release().ifPresent(r -> nvram.option("release", r.toString()));
    var personality = new Personality(nvram.option("release").flatMap(Release::parse).orElse(Release.R12_4),
        nvram.option("platform").flatMap(Platform::parse).orElse(Platform.C3725));
    Memory memory = NvramMemory.of(nvram, options.state());
    var bindings = new TreeMap<>(memory.ports().load());
    options.ports().forEach((name, link) -> {
      bindings.values().remove(link);
      bindings.put(name, link);
    });
    memory.ports().save(bindings);
    var facts = new BootFacts(nvram.option("returned-by").orElse("power-on"), nvram.configRegister(), Box.built());
    nvram.option("returned-by", "power-on");
    return new Box(outside, memory, personality, facts, () -> {
      reload = true;
      nvram.option("returned-by", "reload");
      nvram.end();
      end.countDown();
    });
  }

  /** With the keys of IPsec SAs written to a file, if the command line asks for it. */
  private Outside exporting(Outside o, ControlLoop loop) throws IOException {
    if (options.exportedKeys().isEmpty()) return o;
    Path file = options.exportedKeys().get();
    var export = new SaKeyExport(o.plane(), file, reason -> loop.post(() -> {
      throw new IllegalStateException("keys of SAs could not be written to " + file + ": " + reason);
    }));
    closing.add(export);
    System.err.println("WARNING: the keys of all IPsec SAs are written to " + file
        + ". Whoever reads that file can read the traffic.");
    return o.with(export);
  }

  /** With the way to files of other machines, which needs no privilege. */
  private Outside reaching(Outside o, H2Nvram nvram) {
    var calls = new SshCalls(new KnownHosts() {
      @Override
      public Optional<String> fingerprint(String host) {
        return nvram.option("ssh-host " + host);
      }

      @Override
      public void keep(String host, String fingerprint) {
        nvram.option("ssh-host " + host, fingerprint);
      }
    });
    closing.add(calls);
    return new Outside(o.loop(), o.randomness(), o.kernel(), o.udp(), o.plane(), o.echo(), o.filter(), o.translation(),
        new HostDatagrams(), calls, o.servers(), new HostMachines(calls), o.packets(), o.transit(), o.tunnels());
  }

  private Outside outside(ControlLoop loop) {
    var random = new StrongRandomness();
    List<String> missing = LinuxHost.missing();
    if (missing.isEmpty()) {
      try {
        Outside found = linux(loop, random);
        forwarding = true;
        return found;
      } catch (PortUnavailable e) {
        missing = List.of(e.getMessage());
      }
    }
    out.println("No packets will be forwarded: " + String.join("; ", missing) + ". The control plane runs alone.");
    return NoNetwork.outside(loop, random);
  }

  private Outside linux(ControlLoop loop, StrongRandomness random) throws PortUnavailable {
    Path journal = options.state().resolve("kernel.journal");
    LinuxKernel kernel = null;
    LinuxDataplane plane = null;
    try {
      kernel = on(loop, () -> new LinuxKernel(loop, journal));
      LinuxKernel k = kernel;
      closing.add(() -> on(loop, () -> {
        k.close();
        return null;
      }));
      plane = on(loop, () -> new LinuxDataplane(loop, k, random));
      LinuxDataplane p = plane;
      closing.add(() -> on(loop, () -> {
        p.close();
        return null;
      }));
      var udp = new LinuxUdp(loop);
      closing.add(udp);
      var echo = new LinuxEcho(loop, random);
      closing.add(echo);
      var filter = new LinuxPacketFilter(p::translated);
      closing.add(filter);
      var transit = on(loop, () -> new LinuxTransit(loop));
      closing.add(() -> on(loop, () -> {
        transit.close();
        return null;
      }));
      closing.add(() -> on(loop, () -> {
        k.retreat();
        return null;
      }));
      return new Outside(loop, random, kernel, udp, plane, echo, Optional.of(filter), Optional.of(filter), Datagrams.NONE,
          new HostServers(loop.clock())).with(transit).carrying(p.tunnels());
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof PortUnavailable u) throw u;
      throw e;
    }
  }

  /** Boots from the startup-config, or from where a killed process stopped. */
  private void power(Box box, H2Nvram nvram, java.time.Instant now) {
    Optional<Recovery> recovery = nvram.recovered();
    List<Rejected> rejected = recovery.isPresent() ? box.boot(new Recovered(recovery.get())) : box.boot();
    nvram.begin(box.features().text().running(), now);
    nvram.rebasing(() -> box.features().text().running());
    box.features().resume();
    for (Rejected r : rejected) out.print("startup-config line " + r.number() + " was not taken:\n" + r.line().stripTrailing()
        + "\n" + box.shell().complaint(r.why(), 0));
    List<String> absent = box.absentInterfaces();
    if (!absent.isEmpty()) out.println("The configuration has interfaces that this box lacks: " + String.join(", ", absent)
        + ". They are kept and stay down until bound: port bind NAME LINK");
    recovery.ifPresent(r -> out.println("The box had no clean end: its configuration is as it was, " + r.since().size()
        + " lines after the last start. \"reload\" goes back to the startup-config."));
  }

  private record Recovered(Recovery recovery) implements Box.Source {
    @Override
    public List<Rejected> typeInto(ConfigEditor editor) {
      return recovery.replay(editor);
    }

    @Override
    public String text() {
      return recovery.base();
    }
  }

  private void doors(Box box) {
    if (box.memory().ports().load().isEmpty() && forwarding) {
      String port = box.shell().ask(() -> box.personality().platform().ports().getFirst());
      out.println("No interface is bound to a Linux link, so all are down: port bind " + port
          + " LINK (show ports lists the links)");
    }
    boolean nobody = box.shell().ask(() -> box.features().accounts().users().isEmpty());
    String where = "off";
    box.shell().ask(() -> {
      box.features().sockets(new HostSockets());
      return true;
    });
    var lines = new VtyLines(() -> box.features().accounts().vtyCount());
    if (options.ssh().isPresent()) {
      Options.Listen listen = options.ssh().get();
      SshSettings base = SshSettings.DEFAULT.withLegacy(options.oldSsh());
      SshAccess ssh = box.shell().ask(() -> ssh(box, lines, base, address(listen)));
      ssh.start();
      opened(box, Transport.SSH, ssh);
      closing.add(ssh);
      where = listen.address() + ":" + ssh.port();
      if (nobody) out.println("SSH on " + where
          + " lets nobody in until a user is configured: username NAME privilege 15 secret WORD");
    }
    if (options.telnet().isPresent()) {
      var telnet = new TelnetAccess(box.shell(), lines, box.features().remote(), address(options.telnet().get()));
      telnet.start();
      opened(box, Transport.TELNET, telnet);
      closing.add(telnet);
      box.shell().ask(() -> {
        box.features().accounts().telnetServed();
        return true;
      });
    }
    if (!options.headless()) {
      var console = new ConsoleAccess(box.shell(), end::countDown);
      console.start();
      closing.add(console);
    }
    if (options.printReady()) {
      out.println("READY ssh=" + where);
      out.flush();
    }
  }

  private static void opened(Box box, Transport by, Door door) {
    box.shell().ask(() -> {
      box.features().remote().opened(by, door);
      return true;
    });
  }

  /** On the loop: from now on the server follows the configuration. */
  private static SshAccess ssh(Box box, VtyLines lines, SshSettings base, InetSocketAddress address) {
    var remote = box.features().remote();
    remote.keysForSsh(base.hostKeyBits());
    var ssh = new SshAccess(box.shell(), lines, remote, remote.hostKey(), remote.settings(base), address);
    remote.serves(ssh, base);
    return ssh;
  }

  private static InetSocketAddress address(Options.Listen l) {
    try {
      return new InetSocketAddress(InetAddress.getByName(l.address()), l.port());
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** In the reverse order of the making; each part gets its turn whatever happens to the others. */
  private synchronized void stop() {
    for (int i = closing.size() - 1; i >= 0; i--) {
      try {
        closing.get(i).close();
      } catch (Exception e) {
        errors.happened(e);
      }
    }
    closing.clear();
    end.countDown();
  }

  /** Does something on the loop and waits for it. */
  private static <T> T on(ControlLoop loop, java.util.concurrent.Callable<T> task) {
    var done = new CompletableFuture<T>();
    loop.post(() -> {
      try {
        done.complete(task.call());
      } catch (Exception e) {
        done.completeExceptionally(e);
      }
    });
    try {
      return done.join();
    } catch (java.util.concurrent.CompletionException e) {
      throw e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e.getCause());
    }
  }
}
