package net.anotherbox.lab;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.anotherbox.box.Box;
import net.anotherbox.runtime.loop.ControlLoop;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv4;

/**
 * Two routers build their tunnel, and somebody on the wire between them sends changed copies of what he has seen so far, in
 * each state of the negotiation. No exception may leave a box, nothing may grow beyond bounds, an established tunnel must
 * stay, one that is not must come up in the end, and when all is over nothing may be left.
 *
 * <p>{@code ./fuzz [MINUTES [SEED]]} goes on with new seeds; a round is replayed by its seed alone.
 */
public final class Fuzz {
  /** What must not be exceeded in a box, whatever strangers send. */
  private static final int MOST_SAS = 300;
  private static final int MOST_NODES = 1_000;
  private static final int MOST_TIMERS = 3_000;

  private final VirtualLoop loop = new VirtualLoop(Instant.parse("2005-02-06T21:43:04Z"));
  private final SplittableRandom random;
  private final LinksysScenario scenario;
  private final VirtualHost hostA;
  private final VirtualEcho pinger;
  private final Box siteB;
  private final Box siteA;
  private final Map<String, Long> counts = new TreeMap<>();
  private final Set<byte[]> ours = Collections.newSetFromMap(new IdentityHashMap<>());
  private byte[] last = {};
  private int answers;
  private int sequence;

  private Fuzz(long seed) {
    random = new SplittableRandom(seed);
    scenario = new LinksysScenario(loop, new SeededRandomness(seed), 2);
    hostA = scenario.hostA();
    scenario.hostB();
    pinger = new VirtualEcho(hostA, loop);
    siteB = scenario.box(scenario.siteB(), "FastEthernet1/0", LinksysScenario.config("siteb"), Release.R12_3, () -> {});
    siteA = scenario.box(scenario.siteA(), "FastEthernet0/0", LinksysScenario.config("sitea"), Release.R12_3, () -> {});
    siteB.boot();
    siteA.boot();
    loop.run(100);
  }

  /**
   * One round.
   *
   * @param packets how many to send
   * @return how many were refused, by reason
   * @throws AssertionError with the seed and the last packet if something does not hold
   */
  public static Map<String, Long> round(long seed, int packets) {
    var fuzz = new Fuzz(seed);
    try {
      fuzz.run(packets);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ", last packet " + HexFormat.of().formatHex(fuzz.last), e);
    }
    return fuzz.counts;
  }

  private void run(int packets) {
    boolean established = random.nextInt(3) == 0;
    ping();
    loop.run(established ? 20_000 : random.nextInt(120));
    if (established) must(pinged(), "the tunnel does not come up on a quiet wire");
    var mutation = new Mutation(random.split());
    List<byte[]> seen = real();
    for (int i = 0; i < packets; i++) {
      if (i % 16 == 0) seen = real();
      if (!seen.isEmpty()) inject(mutation.of(seen));
      if (random.nextInt(4) == 0) loop.run(random.nextInt(12));
      bounds();
    }
    loop.run(2_000);
    if (established) must(pinged(), "strangers took an established tunnel down");
    for (int i = 0; i < 30 && !pinged(); i++) loop.run(20_000);
    must(pinged(), "the tunnel never comes up again");
    count();
    end();
  }

  /** What the two routers have said to each other; not what was made of it. */
  private List<byte[]> real() {
    var out = new ArrayList<byte[]>();
    for (byte[] p : scenario.internet().capture())
      if (out.size() < 64 && Packets.protocol(p) != Packets.ICMP && !ours.contains(p)) out.add(p);
    return out;
  }

  private void inject(byte[] packet) {
    last = packet;
    ours.add(packet);
    scenario.internet().carry(null, Packets.destination(packet).equals(Ipv4.of("200.56.4.1")) ? Ipv4.of("200.56.4.1")
        : Ipv4.of("200.56.4.2"), packet);
  }

  private void ping() {
    var r = new EchoPort.Request(Ipv4.of("192.168.100.10"), Ipv4.of("172.18.30.10"), 100, 64, 0, false, 0xabcd, 7,
        ++sequence,
        1_500);
    pinger.send(r, x -> {
      if (x instanceof EchoPort.Result.Reply) answers++;
    });
  }

  private boolean pinged() {
    int before = answers;
    for (int i = 0; i < 3 && answers == before; i++) {
      ping();
      loop.run(2_000);
    }
    return answers > before;
  }

  private void bounds() {
    for (Box b : List.of(siteA, siteB)) {
      must(b.crypto().isakmpSas() <= MOST_SAS, "ISAKMP SAs: " + b.crypto().isakmpSas());
      must(b.crypto().nodes() <= MOST_NODES, "nodes: " + b.crypto().nodes());
      must(b.crypto().ipsecSaPairs() <= 8, "IPsec SAs: " + b.crypto().ipsecSaPairs());
      must(b.crypto().reservations() <= MOST_SAS, "reservations: " + b.crypto().reservations());
    }
    must(loop.timers() <= MOST_TIMERS, "timers: " + loop.timers());
  }

  private void count() {
    for (Box b : List.of(siteA, siteB)) b.crypto().refusals().forEach((reason, n) -> counts.merge(reason, n, Long::sum));
  }

  private void end() {
    siteA.close();
    siteB.close();
    loop.run(400_000);
    for (Box b : List.of(siteA, siteB))
      must(b.crypto().isakmpSas() + b.crypto().ipsecSaPairs() + b.crypto().nodes() + b.crypto().reservations() == 0,
          "something is left");
  }

  private static void must(boolean holds, String otherwise) {
    if (!holds) throw new AssertionError(otherwise);
  }

  /** A kind of round: from a seed, what came of it. */
  private interface Round {
    Map<String, Long> of(long seed);
  }

  /**
   * {@code [lines|pastes] [MINUTES [SEED]]}: rounds until the time is over; seeds that failed are printed, and it goes on.
   *
   * @throws AssertionError if any did
   */
  public static void main(String[] args) {
    String kind = args.length > 0 && args[0].matches("[a-z]+") ? args[0] : "packets";
    List<String> numbers = List.of(args).subList(kind.equals("packets") ? 0 : 1, args.length);
    long minutes = numbers.isEmpty() ? 10 : Long.parseLong(numbers.get(0));
    long seed = numbers.size() > 1 ? Long.parseLong(numbers.get(1)) : 1;
    Round round = switch (kind) {
      case "packets" -> s -> round(s, 500);
      case "lines" -> s -> LineFuzz.round(s, 300);
      case "pastes" -> s -> Map.of("bytes pasted", PasteFuzz.round(s, 120));
      default -> throw new IllegalArgumentException("no such kind: " + kind);
    };
    var total = new TreeMap<String, Long>();
    long rounds = 0;
    long failed = 0;
    try (var time = new ControlLoop(Throwable::printStackTrace)) {
      for (long end = time.clock().millis() + minutes * 60_000; time.clock().millis() < end; rounds++) {
        try {
          round.of(seed + rounds).forEach((what, n) -> total.merge(what, n, Long::sum));
        } catch (AssertionError e) {
          failed++;
          System.out.println(e.getMessage());
          e.getCause().printStackTrace(System.out);
        }
      }
    }
    System.out.println(rounds + " rounds from seed " + seed + ", " + failed + " failed: " + total);
    must(failed == 0, failed + " rounds failed");
  }
}
