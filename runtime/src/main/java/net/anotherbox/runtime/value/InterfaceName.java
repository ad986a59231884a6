package net.anotherbox.runtime.value;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an IOS interface, whole: a kind from the list below and its numbers ("0/1", "1/0.100", "23"). Ordered as
 * {@code show ip interface brief} lists them: by kind in the order of {@link Kind}, then by number.
 */
public record InterfaceName(Kind kind, String number) implements Comparable<InterfaceName> {
  private static final Pattern LEADING_ZEROS = Pattern.compile("(?<!\\d)0+(?=\\d)");
  private static final Pattern NUMBER = Pattern.compile("\\d+(/\\d+){0,3}(\\.\\d+)?(:\\d+)?");

  /** What kinds IOS knows. Those without hardware behind them ({@code logical}) exist by being configured. */
  public enum Kind {
    Ethernet("Et", "IEEE 802.3", false), FastEthernet("Fa", "FastEthernet IEEE 802.3", false),
    GigabitEthernet("Gi", "GigabitEthernet IEEE 802.3z", false), TenGigabitEthernet("Te", "Ten Gigabit Ethernet", false),
    Serial("Se", "Serial", false), ATM("AT", "ATM interface", false), BRI("BR", "ISDN Basic Rate Interface", false),
    POS("PO", "Packet over Sonet", false), Async("As", "Async interface", false),
        Cellular("Ce", "Cellular WAN Async interface", false),
    Port_channel("Po", "Ethernet Channel of interfaces", true), Multilink("Mu", "Multilink-group interface", true),
    Dialer("Di", "Dialer interface", true), Virtual_Template("Vt", "Virtual Template interface", true),
    Loopback("Lo", "Loopback interface", true), Null("Nu", "Null interface", true), Tunnel("Tu", "Tunnel interface", true),
    Vlan("Vl", "Catalyst Vlans", true), BVI("BV", "Bridge-Group Virtual Interface", true),
    Auto_Template("Auto", "Auto-Template interface", true), CEM("CE", "Circuit Emulation interface", false),
    Content_Engine("CnE", "Content Engine module", false), CTunnel("Ct", "CTunnel interface", true),
    Dot11Radio("Do", "Dot11 interface", false), Embedded_Service_Engine("EmSe", "Embedded Service Engine", false),
    Fddi("Fd", "FDDI interface", false), FortyGigabitEthernet("Fo", "Forty GigabitEthernet", false),
    Group_Async("Gr", "Async Group interface", true), Hssi("Hs", "High Speed Serial Interface", false),
    HundredGigE("Hu", "Hundred GigabitEthernet", false), IDS_Sensor("IS", "IDS Sensor module", false),
    Integrated_Service_Engine("ISe", "Integrated Service Engine", false), LISP("LI", "LISP interface", true),
    MFR("MFR", "Multilink Frame Relay bundle interface", true), NVI("NV", "NAT Virtual Interface", true),
    Service_Engine("SE", "Service Engine module", false), TokenRing("To", "IEEE 802.5", false),
    TwentyFiveGigE("Twe", "Twenty Five GigabitEthernet", false), Virtual_Access("Vi", "Virtual Access interface", true),
    Vif("Vi", "PGM Multicast Host interface", true),
    VirtualPortGroup("VP", "Virtual port group", true), Virtual_PPP("Vp", "Virtual PPP interface", true),
    Virtual_TokenRing("VT", "Virtual Token Ring", true), Wlan_GigabitEthernet("Wl", "WLAN GigabitEthernet", false),
    Analysis_Module("An", "Network analysis module", false), AppGigabitEthernet("Ap", "App-hosting interface", false),
    FiveGigabitEthernet("Fi", "FiveGigabitEthernet IEEE 802.3bz", false), ISM("ISM", "Internal service module", false),
    SM("SM", "Service module", false), TwoGigabitEthernet("Tw", "TwoGigabitEthernet IEEE 802.3bz", false),
    ucse("uc", "UCS E-Series server", false),
    nve("nv", "Network virtualization endpoint interface", true), vasileft("vl", "VasiLeft interface", true),
    vasiright("vr", "VasiRight interface", true), wlan_ap("wl", "WLAN access point", false);

    /** The last of the kinds that are meant where a word abbreviates several. */
    private static final int COMMON = BVI.ordinal();

    private static final Kind[] ALL = values();

    private final String word = name().replace('_', '-');
    private final String small = word.toLowerCase(Locale.ROOT);
    private final String abbreviation;
    private final String help;
    private final boolean logical;

    Kind(String abbreviation, String help, boolean logical) {
      this.abbreviation = abbreviation;
      this.help = help;
      this.logical = logical;
    }

    /** What {@code ?} says of it. */
    public String help() {
      return help;
    }

    /** As IOS writes it in a configuration: "Port-channel", "Virtual-Template". */
    public String word() {
      return word;
    }

    public boolean logical() {
      return logical;
    }

    /** The range of its first number, as {@code ?} shows it. */
    public String numbers() {
      return switch (this) {
        case Null -> "<0-0>";
        case Vlan -> "<1-4094>";
        case Dialer -> "<0-255>";
        case BVI -> "<1-255>";
        case Virtual_Template -> "<1-200>";
        case Port_channel -> "<1-48>";
        default -> logical ? "<0-2147483647>" : "<0-2>";
      };
    }
  }

  /** Reads "FastEthernet0/1", "fa0/1", "Fa 0/1" and the like; an ambiguous or unknown kind is empty. */
  public static Optional<InterfaceName> parse(String text) {
    String dot11 = Kind.Dot11Radio.word();
    int digit = text.regionMatches(true, 0, dot11, 0, dot11.length()) ? dot11.length() : 0;
    while (digit < text.length() && !Character.isDigit(text.charAt(digit))) digit++;
    String word = text.substring(0, digit).strip().toLowerCase(Locale.ROOT);
    String number = text.substring(digit);
    if (word.isEmpty() || !NUMBER.matcher(number).matches()) return Optional.empty();
    return kind(word).map(k -> new InterfaceName(k, plain(number)));
  }

  /** Without the zeros that may be typed before a number: Loopback01 is Loopback1. */
  private static String plain(String number) {
    for (int i = 0; i + 1 < number.length(); i++) {
      boolean begins = i == 0 || !Character.isDigit(number.charAt(i - 1));
      if (begins && number.charAt(i) == '0' && Character.isDigit(number.charAt(i + 1)))
        return LEADING_ZEROS.matcher(number).replaceAll("");
    }
    return number;
  }

  /** The kind that this word, in any case, abbreviates without doubt. */
  public static Optional<Kind> kind(String word) {
    String w = word.toLowerCase(Locale.ROOT);
    for (Kind k : Kind.ALL) if (k.small.equals(w) || k.abbreviation.equalsIgnoreCase(w)) return Optional.of(k);
    int hits = 0;
    int common = 0;
    Kind first = null;
    for (Kind k : Kind.ALL) {
      if (!k.small.startsWith(w)) continue;
      if (first == null) first = k;
      hits++;
      if (k.ordinal() <= Kind.COMMON) common++;
    }
    return common == 1 || common == 0 && hits == 1 ? Optional.of(first) : Optional.empty();
  }

  /** @throws IllegalArgumentException if the text names no interface */
  public static InterfaceName of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not an interface: " + text));
  }

  /** "Fa0/1", as routing tables and debugs write it. */
  public String brief() {
    return kind.abbreviation + number;
  }

  /** Whether this is a sub-interface such as FastEthernet0/1.100. */
  public boolean isSubinterface() {
    return number.indexOf('.') >= 0;
  }

  @Override
  public int compareTo(InterfaceName o) {
    int c = kind.compareTo(o.kind);
    if (c != 0) return c;
    int i = 0;
    int j = 0;
    while (i < number.length() && j < o.number.length()) {
      int iEnd = digits(number, i);
      int jEnd = digits(o.number, j);
      c = compareDigits(number, i, iEnd, o.number, j, jEnd);
      if (c != 0) return c;
      i = iEnd + 1;
      j = jEnd + 1;
    }
    return Boolean.compare(i < number.length(), j < o.number.length());
  }

  /** As numbers, without making any: thousands of names are compared with each line of a large configuration. */
  private static int compareDigits(String a, int i, int iEnd, String b, int j, int jEnd) {
    while (i < iEnd - 1 && a.charAt(i) == '0') i++;
    while (j < jEnd - 1 && b.charAt(j) == '0') j++;
    int c = Integer.compare(iEnd - i, jEnd - j);
    while (c == 0 && i < iEnd) c = Character.compare(a.charAt(i++), b.charAt(j++));
    return c;
  }

  private static int digits(String s, int from) {
    int to = from;
    while (to < s.length() && Character.isDigit(s.charAt(to))) to++;
    return to;
  }

  @Override
  public String toString() {
    return kind.word() + number;
  }
}
