package net.anotherbox.routing.family;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import net.anotherbox.config.grammar.ArgumentType;
import net.anotherbox.config.grammar.Grammar;

/** The kinds of words that only these families have. */
final class WordTypes {
  private static final String NUMBER = "\\d{1,10}";
  private static final String QUAD = "\\d{1,3}(\\.\\d{1,3}){3}";
  private static final List<String> MONTHS = List.of("January", "February", "March", "April", "May", "June", "July",
      "August", "September", "October", "November", "December");

  /** Words of a pattern. */
  private record Shaped(Pattern pattern, String shown, String help) implements ArgumentType {
    @Override
    public boolean accepts(String token) {
      return pattern.matcher(token).matches();
    }

    @Override
    public Map<String, String> choices() {
      return shown.isEmpty() ? Map.of() : Map.of(shown, help);
    }
  }

  /** One of some words, abbreviated or not. */
  private record OneOf(Map<String, String> words) implements ArgumentType {
    @Override
    public boolean accepts(String token) {
      return !whole(token).isEmpty();
    }

    @Override
    public String canonical(String token) {
      return whole(token);
    }

    @Override
    public Map<String, String> choices() {
      return words;
    }

    private String whole(String token) {
      String t = token.toLowerCase(Locale.ROOT);
      String only = "";
      for (String w : words.keySet()) {
        String lower = w.toLowerCase(Locale.ROOT);
        if (lower.equals(t)) return w;
        if (!lower.startsWith(t)) continue;
        if (!only.isEmpty()) return "";
        only = w;
      }
      return only;
    }
  }

  private WordTypes() {}

  static void declare(Grammar g) {
    shaped(g, "<1.0-XX.YY>", "[1-9]\\d{0,4}\\.\\d{1,5}", "", "");
    shaped(g, "COMMUNITY", "\\d{1,5}:\\d{1,5}", "aa:nn", "community number in aa:nn format");
    shaped(g, "RD", "(" + NUMBER + "|\\d{1,5}\\.\\d{1,5}|" + QUAD + "):" + NUMBER, "ASN:nn or IP-address:nn",
        "VPN extended community");
    shaped(g, "NET", "[0-9A-Fa-f]{2}(\\.[0-9A-Fa-f]{4}){3,9}\\.[0-9A-Fa-f]{2}", "XX.XXXX. ... .XXX.XX",
        "Network entity title (NET)");
    shaped(g, "OFFSET", "[+-]\\d{1,10}", "+/-<metric>", "Add or subtract metric");
    shaped(g, "TIMEOFDAY", "([01]?\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?", "hh:mm:ss", "Time (hh:mm[:ss])");
    shaped(g, "HEXVALUE", "0[xX][0-9A-Fa-f]{1,8}|" + NUMBER, "<0x0-0xFFFFFFFF>", "Value");
    shaped(g, "ALLGROUPS", "\\*", "*", "All groups");
    g.type("NEVER", token -> false);
    g.type("MONTHNAME", new OneOf(same(MONTHS, "Month of the year")));
    g.type("PROTOCOL7", new OneOf(same(PROTOCOLS, "Protocol")));
    g.type("FIELDS", new OneOf(same(FLOW_FIELDS, "Field")));
    g.type("EVENTNAME", new OneOf(same(EVENTS, "Event specification")));
    g.type("EVENTACTION", new OneOf(same(ACTIONS, "Action specification")));
  }

  private static void shaped(Grammar g, String name, String pattern, String shown, String help) {
    g.type(name, new Shaped(Pattern.compile(pattern), shown, help));
  }

  private static Map<String, String> same(List<String> words, String help) {
    var all = new LinkedHashMap<String, String>();
    for (String w : words) all.put(w, help);
    return all;
  }

  private static List<String> words(String text) {
    return Arrays.asList(text.strip().split("\\s+"));
  }

  private static final List<String> PROTOCOLS = words("""
      aarp activesync aol-messenger apollo appletalk arp bgp bittorrent bridge bstun cdp cifs cisco-phone citrix clns
      clns_es clns_is cmns compressedtcp cuseeme decnet decnet_node decnet_router-l1 decnet_router-l2 dhcp directconnect
      directplay dlsw dns dnsix echo edonkey egp eigrp exchange fasttrack finger ftp gnutella google-earth gopher gre gtp-c
      gtp-user gtpv0 gtpv1 gtpv2 h323 hangouts http icmp ident imap ip ipinip ipsec ipsec-profile ipv6 ipx irc isakmp
      kazaa2 kerberos l2tp ldap llc2 login lync lync-audio lync-video mail-thru mgcp microsoft-ds microsoftds mms
      ms-lync ms-lync-audio ms-lync-video ms-office-365 msn-messenger msnp mysql netbios netflix netshow netstat nfs nicname
      nntp notes novadigm ntp ospf pad pcanywhere pop3 pppoe pptp printer qllc rcmd rip router rsrb rsvp rtcp rtp rtsp
      sap secure-ftp secure-http secure-imap secure-irc secure-ldap secure-nntp secure-pop3 secure-telnet shell sip
      skinny skype smtp snapshot snmp snmptrap socks sqlnet sqlserver ssh ssl stun sunrpc symantec-system-monitor syslog
      tacacs tacacs-ds tcp telepresence-control telepresence-media telnet teredo-ipv6-tunneled tftp time timed tunnel-http
      udp unknown vdolive vines vofr webex-meeting webex-app-sharing whois winmx xns xwindows yahoo-messenger youtube""");

  private static final List<String> FLOW_FIELDS = words("""
      active add-on-time address always-fragment application as bytes category class connection count counter
      cts delay destination destination-port direction dont-fragment drops dscp dst dst-port ecn egress end-point event-time
      exported extension extension-map field-type first flags flow-label forwarding-status fragmentation fragments
      header-length hop-limit hop-count host http icmp id identification igmp ihl ingress initiator input interface
      interval ipv4 ipv6 is-multicast jitter last lifetime long mac map mask maximum mean median-count message method mib
      minimum mode monitor more-fragments mtu multicast multipath name network new-connections next-header next-hop nxdomain
      offset on-timeout options output packet packets payload payload-length peer peer4-octet 4-octet physical policy port
      precedence prefix protocol qos queue rate received remote replication-factor responder result retransmissions
      route rtp section security-group sequence-number server service set short size snmp source source-port ssl src
      src-port ssrc statistics stack start sum sys-uptime tcp time-to-live timestamp tos total-length traffic-class
      traffic-index transaction-id transport ttl type udp unicast-rpf unknown uri url username user-agent version video vlan vrf
      window-size index bgp bgp-nexthop absolute first-seen last-seen permanent layer2 dot1q priority vlan-id fin syn rst
      psh ack urg ece cwr code delta squared expected lost out-of-order bitrate""");

  private static final List<String> EVENTS = words("""
      application cli config counter env fan gold identity interface ioswdsysmon ipsla mat memory neighbor-discovery
      nhrp nf oir process resource rf routing rpc snmp snmp-notification snmp-object syslog timer track temperature wdsysmon""");

  private static final List<String> ACTIONS = words("""
      add append break cli cns-event comment context continue counter decrement divide else elseif end exit file
      force-switchover foreach gets handle-error help if increment info mail multiply policy publish-event puts regexp reload
      set snmp-object-value snmp-trap string subtract syslog track wait while""");
}
