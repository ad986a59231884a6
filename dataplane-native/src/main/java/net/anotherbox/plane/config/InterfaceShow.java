package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.log.TimestampStyle;
import net.anotherbox.runtime.loop.Following;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;

/** What the show commands say of interfaces, and the sampling of their counters that the rates need. */
final class InterfaceShow {
  private static final long SAMPLE_EVERY = 5_000;

  private final Interfaces interfaces;
  private final KernelPort kernel;
  private final Loop loop;
  private final Personality personality;
  private final Screen full = Screen.load(InterfaceShow.class, "interfaces.screen");
  private final Screen brief = Screen.load(InterfaceShow.class, "ip-interface-brief.screen");
  private final Screen descriptions = Screen.load(InterfaceShow.class, "interfaces-description.screen");
  private final Screen ports = Screen.load(InterfaceShow.class, "ports.screen");
  private final Map<InterfaceName, Traffic> traffic = new HashMap<>();
  private final TunnelShow tunnels;
  private Timer timer;

  InterfaceShow(Interfaces interfaces, KernelPort kernel, Loop loop, Personality personality) {
    this.interfaces = interfaces;
    this.kernel = kernel;
    this.loop = loop;
    this.personality = personality;
    this.tunnels = new TunnelShow(interfaces);
  }

  void start() {
    interfaces.onChange(new Following(loop, this::meet)::changed);
    again();
  }

  private void again() {
    sample();
    timer = loop.after(SAMPLE_EVERY, this::again);
  }

  void close() {
    if (timer != null) timer.cancel();
  }

  /** What has come is measured from now on, and what has gone no more. */
  private void meet() {
    traffic.keySet().removeIf(n -> interfaces.settings(n).isEmpty());
    for (InterfaceSettings s : interfaces.settings())
      if (!traffic.containsKey(s.name())) interfaces.state(s.name()).ifPresent(this::sample);
  }

  private void sample() {
    meet();
    interfaces.all().forEach(this::sample);
  }

  private void sample(State s) {
    interfaces.link(s.name()).ifPresent(l -> of(s.name()).sample(kernel.counters(l.name()), loop.clock().millis(),
        interfaces.settings(s.name()).orElseThrow().loadInterval()));
  }

  /** What the interface has carried, up to now. */
  Traffic carried(InterfaceName n) {
    sample();
    return of(n);
  }

  private Traffic of(InterfaceName n) {
    return traffic.computeIfAbsent(n, x -> new Traffic());
  }

  void clear(Optional<InterfaceName> one) {
    sample();
    for (State s : chosen(one)) {
      of(s.name()).clear(loop.clock().millis());
      tunnels.clear(s.name());
    }
  }

  private List<State> chosen(Optional<InterfaceName> one) {
    return interfaces.all().stream().filter(s -> one.isEmpty() || one.get().equals(s.name())).toList();
  }

  String interfaces(Optional<InterfaceName> one) {
    sample();
    return render(full, chosen(one).stream().map(this::facts).toList());
  }

  String brief() {
    return render(brief, chosen(Optional.empty()).stream().map(this::facts).toList());
  }

  String descriptions() {
    return render(descriptions, chosen(Optional.empty()).stream().map(this::facts).toList());
  }

  String ports() {
    var links = new ArrayList<Map<String, ?>>();
    for (KernelPort.Link l : interfaces.unboundLinks())
      links.add(Map.of("linux", l.name(), "state", l.up() && l.carrier() ? "up" : "down", "mac", mac(Optional.of(l))));
    var facts = new HashMap<String, Object>();
    facts.put("interfaces", chosen(Optional.empty()).stream().map(this::facts).toList());
    facts.put("links", links);
    if (!links.isEmpty()) facts.put("unbound", true);
    return ports.render(personality.release(), facts);
  }

  private String render(Screen screen, List<Map<String, Object>> interfaceFacts) {
    return screen.render(personality.release(), Map.of("interfaces", interfaceFacts));
  }

  private Map<String, Object> facts(State s) {
    InterfaceSettings set = interfaces.settings(s.name()).orElseThrow();
    var f = new HashMap<String, Object>();
    f.put("interface", s.name());
    f.put("brief", s.name().brief());
    f.put("status", Interfaces.status(s));
    f.put("short", s.adminUp() ? Interfaces.status(s) : "admin down");
    f.put("line", s.lineUp() ? "up" : "down");
    f.put("linux", s.linuxName().orElse("not bound"));
    f.put("text", set.description().orElse(""));
    set.description().ifPresent(d -> f.put("description", d));
    addressing(s, f);
    hardware(s, set, f);
    return f;
  }

  private void addressing(State s, Map<String, Object> f) {
    f.put("ip", s.address().map(Object::toString).orElse("unassigned"));
    f.put("method", interfaces.method(s.name()));
    var lender = interfaces.settings(s.name()).flatMap(InterfaceSettings::lender);
    lender.filter(n -> s.address().isPresent()).ifPresent(n -> f.put("unnumbered", n));
    if (lender.isEmpty()) s.address().ifPresent(a -> f.put("internet", a + "/" + s.prefixLength()));
  }

  private void hardware(State s, InterfaceSettings set, Map<String, Object> f) {
    Hardware h = Hardware.of(personality, s.name());
    var link = interfaces.link(s.name());
    boolean logical = s.name().kind().logical();
    f.put("hardware", h.name());
    f.put("mac", logical ? "" : mac(link));
    f.put(logical || h.media().equals("serial") ? "bare" : "address", true);
    f.put(h.media(), true);
    f.put("mtu", set.mtu().orElseGet(() -> logical ? h.mtu() : link.map(KernelPort.Link::mtu).orElse(h.mtu())));
    int bandwidth = set.bandwidth().orElse(h.bandwidth());
    f.put("bandwidth", bandwidth);
    f.put("delay", set.delay().isPresent() ? set.delay().getAsInt() * 10 : h.delay());
    f.put("encapsulation", switch (h.media()) {
      case "loopback" -> "LOOPBACK";
      case "tunnel" -> "TUNNEL";
      case "serial" -> "HDLC";
      default -> "ARPA";
    });
    var template = interfaces.template(s.name());
    template.ifPresent(t -> f.put("template", t));
    f.put(template.isPresent() ? "vaccess" : "configured", true);
    f.put("keepalive", set.tunnel().isPresent() ? TunnelShow.keepalive(set.tunnel().get()) : "set (10 sec)");
    f.put("queue", set.tunnel().isPresent() ? 0 : 40);
    f.put("abort", set.tunnel().isPresent() ? ", 0 abort" : "");
    f.put("duplex", Character.toUpperCase(set.duplex().charAt(0)) + set.duplex().substring(1));
    f.put("speed", set.speed().equals("auto") ? "Auto Speed" : set.speed() + (h.media().equals("fast") ? "Mb/s" : "Mbps"));
    traffic(s.name(), set, bandwidth, f);
    set.tunnel().ifPresent(t -> tunnels.facts(set, t, f));
  }

  private void traffic(InterfaceName n, InterfaceSettings set, int bandwidth, Map<String, Object> f) {
    Traffic t = of(n);
    f.put("input", ago(t.inputAt()));
    f.put("output", ago(t.outputAt()));
    f.put("cleared", ago(t.clearedAt()));
    int seconds = set.loadInterval();
    f.put("interval", seconds % 60 == 0 ? seconds / 60 + " minute" : seconds + " second");
    f.put("bitsIn", t.bitsIn());
    f.put("bitsOut", t.bitsOut());
    f.put("packetsInRate", t.packetsIn());
    f.put("packetsOutRate", t.packetsOut());
    f.put("rxload", Traffic.load(t.bitsIn(), bandwidth));
    f.put("txload", Traffic.load(t.bitsOut(), bandwidth));
    var c = t.counters();
    f.put("packetsIn", c.packetsIn());
    f.put("bytesIn", c.bytesIn());
    f.put("multicastIn", c.multicastIn());
    f.put("errorsIn", c.errorsIn() + tunnels.errors(n));
    f.put("dropsIn", c.dropsIn());
    f.put("packetsOut", c.packetsOut());
    f.put("bytesOut", c.bytesOut());
    f.put("errorsOut", c.errorsOut());
    f.put("dropsOut", c.dropsOut() + tunnels.drops(n));
    f.put("collisions", c.collisions());
  }

  private String ago(long at) {
    return at == Traffic.NEVER ? "never" : TimestampStyle.uptime((loop.clock().millis() - at) / 1000);
  }

  /** "c203.0deb.0001". */
  static String mac(Optional<KernelPort.Link> link) {
    byte[] b = link.map(KernelPort.Link::mac).filter(m -> m.length == 6).orElse(new byte[6]);
    String hex = HexFormat.of().formatHex(b);
    return hex.substring(0, 4) + "." + hex.substring(4, 8) + "." + hex.substring(8);
  }
}
