package net.anotherbox.crypto.ipsec.map;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/**
 * What stands in an entry: crypto maps, dynamic maps and IPsec profiles share most of it. Each mode has declarations of its
 * own.
 */
public final class EntryLines {
  /** Which of them the mode belongs to. */
  public enum Kind { MAP, IPV6_MAP, DYNAMIC, PROFILE }

  private static final String NO_NAME_SERVER = "the name is looked up among those of ip host: no name server is asked";

  private final Grammar g;
  private final Mode mode;
  private final Kind kind;
  private Line peer;
  private Line namedPeer;
  private Line transformSet;
  private Line accessList;
  private Line seconds;
  private Line kilobytes;
  private Line idleTime;
  private Line perHost;
  private Line reverseRoute;
  private Line isakmpProfile;
  private Line replay;
  private Line responderOnly;

  /** Declares them. */
  public EntryLines(Grammar g, Mode mode, Kind kind) {
    this.g = g;
    this.mode = mode;
    this.kind = kind;
    g.prefix(mode, "set", "Set values for encryption/decryption");
    g.prefix(mode, "set security-association", "Security association parameters");
    g.line(mode, "description LINE:text", "Description of the crypto map statement policy", "Description of the crypto map")
        .slot("description")
        .kept("a remark");
    if (kind != Kind.PROFILE) traffic();
    reverseRoute();
    transforms();
    associations();
    others();
  }

  private Line active(Line l) {
    return l.security().active();
  }

  private void traffic() {
    boolean v6 = kind == Kind.IPV6_MAP;
    peer = g.line(mode, "set peer {" + (v6 ? "X:X:X:X::X" : "A.B.C.D") + "|WORD}:peer [default]",
        "Allowed Encryption/Decryption peer.", v6 ? "IPv6 address of peer" : "IP address of peer",
        "Host name of the peer", "Peer to be used first").slot("set peer").keyed("peer").security()
        .support(this::peerSupport);
    namedPeer = g.line(mode, "set peer WORD:peer dynamic [default]", "Allowed Encryption/Decryption peer.",
        "Host name of the peer", "Resolve the name each time", "Peer to be used first").slot("set peer").keyed("peer")
        .security().support(this::peerSupport).since(Release.R12_3);
    accessList = v6 ? active(g.line(mode, "match address WORD:list", "Match values.", "Match address of packets to encrypt.",
        "IPv6 access-list name").slot("match address"))
        : active(g.line(mode, "match address {<100-199>|<2000-2699>|WORD}:list", "Match values.",
        "Match address of packets to encrypt.",
        "IP access-list number", "IP access-list number (expanded range)", "Access-list name").slot("match address"));
    qosAndHosts();
  }

  private void reverseRoute() {
    reverseRoute = g.line(mode, "reverse-route [static|remote-peer A.B.C.D:hop [static]|tag <1-4294967295>:tag [static]]",
        "Reverse Route Injection.",
        "Create routes based on static ACLs permanently", "Create route in route table for remote tunnel endpoint",
        "IP address of the next hop",
        "Create routes based on static ACLs permanently", "Create route and apply tag", "Tag value",
        "Create routes based on static ACLs permanently").slot("reverse-route").support(e -> kind == Kind.IPV6_MAP
        ? new Support.Partial("no routes to the peers' IPv6 networks are made") : Support.ACTIVE);
  }

  private void qosAndHosts() {
    g.line(mode, "qos pre-classify", "Quality of Service config commands",
        "Enable QOS classification before packets are tunnel encapsulated")
        .slot("qos").partial("packets are not classified before they are encrypted");
    if (kind != Kind.IPV6_MAP) ipv4Only();
    perHost = g.line(mode, "set security-association level per-host",
        "specify a security association granularity level for identities",
        "new IPSec SA for each source/destination host pair").slot("set security-association level").active();
  }

  private void ipv4Only() {
    g.line(mode, "set nat demux", "Set NAT translation.", "Enable SPI based IKE/IPSec NAT").slot("set nat")
        .partial("no NAT of IPsec by SPI");
    g.line(mode, "set ip access-group {<100-199>|<2000-2699>|WORD}:list {in|out}:direction",
        "Interface Internet Protocol config commands",
        "Specify access control for packets", "IP extended access-list number",
        "IP extended access-list number (expanded range)",
        "Access-list name", "inbound packets", "outbound packets").slot("set ip access-group").keyed("direction").security()
        .partial("clear-text packets of the entry are not filtered by it: use the interface's access group");
  }

  private Support peerSupport(Entry e) {
    return literal(e.required("peer")).isEmpty() ? new Support.Partial(NO_NAME_SERVER) : Support.ACTIVE;
  }

  /** An address of the version of IP that peers of such entries have. */
  private Optional<Address> literal(String peer) {
    return Address.parse(peer).filter(this::isOfFamily);
  }

  private boolean isOfFamily(Address a) {
    return a instanceof Ipv6 == (kind == Kind.IPV6_MAP);
  }

  private void transforms() {
    String one = "WORD:sets";
    transformSet = active(g.line(mode, "set transform-set " + one + " [" + one + " [" + one + " [" + one + " [" + one + " ["
        + one + "]]]]]",
        "Specify list of transform sets in priority order", "Proposal tag", "Proposal tag", "Proposal tag", "Proposal tag",
        "Proposal tag",
        "Proposal tag").slot("set transform-set").printed("|set transform-set {sets} |"));
    active(g.line(mode, "set pfs [group1|group2|group5]:group", "Specify pfs settings", "D-H Group1 (768-bit modp)",
        "D-H Group2 (1024-bit modp)",
        "D-H Group5 (1536-bit modp)").slot("set pfs").rewrite(EntryLines::group).until(Release.R15_1));
    g.line(mode, "set pfs [group1|group14|group15|group16|group19|group2|group20|group21|group24|group5]:group",
        "Specify pfs settings",
        "D-H Group1 (768-bit modp)", "D-H Group14 (2048-bit modp)", "D-H Group15 (3072-bit modp)",
        "D-H Group16 (4096-bit modp)",
        "D-H Group19 (256-bit ecp)", "D-H Group2 (1024-bit modp)", "D-H Group20 (384-bit ecp)", "D-H Group21 (521-bit ecp)",
        "D-H Group24 (2048-bit modp, 256 bit subgroup)", "D-H Group5 (1536-bit modp)").slot("set pfs")
        .rewrite(EntryLines::group)
        .since(Release.R15_1).security().active();
  }

  /** "set pfs" alone means group 1. */
  private static Matched group(Matched m) {
    return m.has("group") || m.negated() ? m : m.with("group", "group1").withWords(List.of("set", "pfs", "group1"));
  }

  private void associations() {
    g.prefix(mode, "set security-association lifetime", "security association lifetime");
    seconds = active(g.line(mode, "set security-association lifetime seconds <120-86400>:seconds", "Time-based key duration",
        "Security association duration in seconds").slot("set security-association lifetime seconds"));
    kilobytes = g.line(mode, "set security-association lifetime kilobytes {<2560-4294967295>|disable}:kilobytes",
        "Volume-based key duration", "Security association duration in kilobytes encrypted", "Disable volume-based rekey")
        .slot("set security-association lifetime kilobytes").security().active();
    idleTime = g.line(mode, "set security-association idle-time <60-86400>:seconds [default]",
        "Automatically delete IPSec SAs after a given idle period.",
        "Idle time, in seconds", "Use the default peer after the idle period").slot("set security-association idle-time").active();
    replay = g.line(mode, "set security-association replay {disable|window-size {64|128|256|512|1024}:size}",
        "Set replay checking.",
        "Disable replay checking", "Set replay window size.", "Window size of 64 (default)", "Window size of 128",
        "Window size of 256",
        "Window size of 512", "Window size of 1024").slot("set security-association replay").security().active();
  }

  private void others() {
    isakmpProfile = g.line(mode, "set isakmp-profile WORD:profile", "Specify isakmp Profile", "Name of the ISAKMP profile")
        .slot("set isakmp-profile").security().active();
    g.line(mode, "set identity WORD:identity", "Identity restriction.", "Identity Name").slot("set identity").security()
        .partial("peers are not restricted by identity");
    g.line(mode, "set ikev2-profile WORD:profile", "Specify ikev2 Profile", "Name of the IKEv2 profile")
        .slot("set ikev2-profile").since(Release.R15_1)
        .partial("IKEv2 is not there: IKEv1 is spoken");
    if (kind == Kind.PROFILE)
      responderOnly = g.line(mode, "responder-only", "Do not initiate SAs from this device").slot("responder-only").active();
  }

  /**
   * What an entry of a crypto map or dynamic map says.
   *
   * @param addresses of a host's name, now; empty while it is not known
   * @param profileOfMap the ISAKMP profile of an entry that names none
   */
  CryptoMap.Entry read(Entry e, Function<String, List<Address>> addresses, Optional<String> profileOfMap) {
    return read(e, Integer.parseInt(e.required("sequence")), Stream.concat(e.body().all(peer), e.body().all(namedPeer))
        .toList(), addresses, profileOfMap);
  }

  /** What an IPsec profile says, as an entry of this sequence that is for nobody yet. */
  public CryptoMap.Entry profile(Entry e, int sequence) {
    return read(e, sequence, List.of(), name -> List.of(), Optional.empty());
  }

  /** Whether a profile leaves it to the peer to begin. */
  public boolean isResponderOnly(Entry e) {
    return e.body().has(responderOnly);
  }

  private CryptoMap.Entry read(Entry e, int sequence, List<Entry> named, Function<String, List<Address>> addresses,
      Optional<String> profileOfMap) {
    var body = e.body();
    var peers = new LinkedHashSet<Address>();
    var preferred = named.stream().filter(p -> p.words().contains("default")).findFirst();
    preferred.ifPresent(p -> peers.addAll(addressesOf(p, addresses)));
    for (Entry p : named) peers.addAll(addressesOf(p, addresses));
    List<String> sets = body.value(transformSet, "sets").map(s -> List.of(s.split(" "))).orElse(List.of());
    int pfs = body.entries().stream().filter(x -> x.line().slot().equals("set pfs")).mapToInt(EntryLines::groupNumber)
        .findFirst().orElse(0);
    var volume = body.value(kilobytes, "kilobytes");
    boolean unlimited = volume.filter("disable"::equals).isPresent();
    var idle = body.one(idleTime);
    var terms = new CryptoMap.Terms(preferred.isPresent(), idle.map(i -> Integer.parseInt(i.required("seconds"))).orElse(0),
        idle.filter(i -> i.words().contains("default")).isPresent(), kind != Kind.PROFILE && body.has(perHost), unlimited,
        body.one(reverseRoute).map(EntryLines::route),
        body.value(isakmpProfile, "profile").or(() -> profileOfMap),
        body.one(replay).map(r -> r.arg("size").map(Integer::parseInt).orElse(0)));
    return new CryptoMap.Entry(sequence, List.copyOf(peers), sets,
        kind == Kind.PROFILE ? null : body.value(accessList, "list").orElse(null), pfs,
        body.value(seconds, "seconds").map(Integer::parseInt).orElse(0),
        unlimited ? 0 : volume.map(Long::parseLong).orElse(0L), terms);
  }

  private List<Address> addressesOf(Entry p, Function<String, List<Address>> addresses) {
    String name = p.required("peer");
    return literal(name).map(List::of).orElseGet(() -> addresses.apply(name).stream().filter(this::isOfFamily).toList());
  }

  private static CryptoMap.ReverseRoute route(Entry e) {
    return new CryptoMap.ReverseRoute(e.words().contains("static"), e.arg("hop").map(Ipv4::of),
        e.arg("tag").map(Long::parseLong).orElse(0L));
  }

  /**
   * Whether an entry of a crypto map can protect anything: peers by name count, known or not.
   *
   * @param otherwise the sets of an entry that names none
   */
  boolean complete(Entry e, List<String> otherwise) {
    return read(e, name -> List.of(Ipv4.ANY, Ipv6.ANY), Optional.empty()).orSets(otherwise).complete();
  }

  private static int groupNumber(Entry e) {
    return Integer.parseInt(e.required("group").substring("group".length()));
  }

  /** Names of the transform sets that an entry of any kind uses. */
  public static List<String> transformSets(Entry e) {
    return e.body().entries().stream().filter(x -> x.line().slot().equals("set transform-set"))
        .flatMap(x -> Optional.of(x.required("sets")).stream()).flatMap(s -> List.of(s.split(" ")).stream()).toList();
  }
}
