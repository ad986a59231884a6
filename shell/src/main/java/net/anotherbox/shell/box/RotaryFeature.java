package net.anotherbox.shell.box;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.shell.access.Door;
import net.anotherbox.shell.output.Wording;
import net.anotherbox.shell.session.Caller.Transport;
import net.anotherbox.shell.session.LineName;

/**
 * Groups of lines and the ports by which somebody gets a line of one group: {@code rotary} in a line, {@code ip ssh port
 * … rotary} for SSH, 3000 and the group's number for Telnet. The doors' own ports lead to lines of all groups.
 */
final class RotaryFeature implements Feature, Participant {
  private static final int TELNET = 3000;

  private final Configuration configuration;
  private final Accounts accounts;
  private final MannersLines manners;
  private final Log log;
  private final Wording wording;
  private final Map<Transport, Door> doors = new EnumMap<>(Transport.class);
  /** Group by port, for each way in. */
  private final Map<Transport, Map<Integer, Integer>> ports = new EnumMap<>(Transport.class);
  private final Set<Integer> taken = new HashSet<>();
  private List<Entry> read = List.of();
  private Line sshPort;

  RotaryFeature(Configuration configuration, Accounts accounts, MannersLines manners, Log log, Wording wording) {
    this.configuration = configuration;
    this.accounts = accounts;
    this.manners = manners;
    this.log = log;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    sshPort = g.line(Mode.CONFIG, "ip ssh port <2000-10000>:port rotary <1-127>:low [<1-127>:high]",
        "Starting (or only) Port number to listen on", "TCP Port number", "Specify rotary", "Starting rotary number",
        "Ending rotary number").slot("ip ssh port").keyed("port").security().support(this::portSupport);
    manners.reached(this::groupSupport);
  }

  private Support portSupport(Entry e) {
    if (!doors.containsKey(Transport.SSH)) return new Support.Partial("SSH is not served");
    return groups(e).keySet().stream().anyMatch(taken::contains)
        ? new Support.Partial("another program of the host has the port") : Support.ACTIVE;
  }

  private Support groupSupport(int group) {
    boolean bySsh = doors.containsKey(Transport.SSH) && ssh(configuration.current()).containsValue(group);
    return bySsh || group == 0 || doors.containsKey(Transport.TELNET) ? Support.ACTIVE
        : new Support.Partial("no ip ssh port leads to this group, and Telnet is not served");
  }

  /** A door has been opened. On the control thread. */
  void opened(Transport by, Door door) {
    doors.put(by, door);
    listen();
  }

  /** The group whose lines this port leads to, 0 for those of all. */
  int group(Transport by, int port) {
    Door door = doors.get(by);
    if (door == null || port == door.port()) return 0;
    return ports.getOrDefault(by, Map.of()).getOrDefault(port, 0);
  }

  /** Whether this door stands open at that port. */
  boolean isAt(Transport by, int port) {
    Door door = doors.get(by);
    return door != null && (port == door.port() || ports.getOrDefault(by, Map.of()).containsKey(port));
  }

  /** Whether callers of this port get this line. */
  boolean leads(Transport by, int port, LineName line) {
    int group = group(by, port);
    return group == 0 || accounts.manners(Accounts.Kind.VTY, line.number()).rotary() == group;
  }

  @Override
  public void apply(Section before, Section now) {
    var entries = accounts.terminals(now);
    now.all(sshPort).forEach(entries::add);
    boolean same = entries.size() == read.size();
    for (int i = 0; same && i < entries.size(); i++) same = entries.get(i) == read.get(i);
    if (same) return;
    read = entries;
    listen();
  }

  private void listen() {
    taken.clear();
    Section root = configuration.current();
    open(Transport.SSH, ssh(root));
    var telnet = new TreeMap<Integer, Integer>();
    for (int n = 0; n < accounts.vtyCount(); n++) {
      int group = accounts.manners(Accounts.Kind.VTY, n).rotary();
      if (group > 0 && accounts.line(Accounts.Kind.VTY, n).transportInput().contains(Transport.TELNET.word())) {
        telnet.put(TELNET + group, group);
      }
    }
    open(Transport.TELNET, telnet);
  }

  private void open(Transport by, Map<Integer, Integer> groups) {
    Map<Integer, Integer> before = ports.put(by, groups);
    Door door = doors.get(by);
    if (door == null || groups.isEmpty() && (before == null || before.isEmpty())) return;
    for (int port : door.alsoAt(groups.keySet())) {
      taken.add(port);
      log.syslog("SYS", 3, "PORT", wording.say("port-taken", Map.of("port", port)));
    }
  }

  /** Group by port. */
  private Map<Integer, Integer> ssh(Section root) {
    var found = new HashMap<Integer, Integer>();
    root.all(sshPort).forEach(e -> found.putAll(groups(e)));
    return found;
  }

  private static Map<Integer, Integer> groups(Entry e) {
    int port = Integer.parseInt(e.required("port"));
    int low = Integer.parseInt(e.required("low"));
    int high = Integer.parseInt(e.arg("high").orElse(e.required("low")));
    var found = new TreeMap<Integer, Integer>();
    for (int group = low; group <= high; group++) found.put(port + group - low, group);
    return found;
  }
}
