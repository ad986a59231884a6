package net.anotherbox.plane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two planes as processes in namespaces, hosts behind them and a router between them that counts what it forwards:
 * a (10.1.0.2) - one (10.1.0.1, 192.0.2.1) - net - two (198.51.100.1, 10.2.0.1) - b (10.2.0.2). Needs root.
 */
@Tag("netns")
class LinuxDataplaneTest {
  private static final String ONE_TO_TWO = "permit 1 0 10.1.0.0/24 0 10.2.0.0/24 0";
  private static final String TWO_TO_ONE = "permit 1 0 10.2.0.0/24 0 10.1.0.0/24 0";

  @TempDir Path folder;
  private NetNs a;
  private NetNs b;
  private NetNs net;
  private NetNs one;
  private NetNs two;
  private BoxProcess boxOne;
  private BoxProcess boxTwo;
  private String before;

  @BeforeEach
  void wire() {
    a = new NetNs("a");
    b = new NetNs("b");
    net = new NetNs("net");
    one = new NetNs("one");
    two = new NetNs("two");
    a.join("eth0", "10.1.0.2/24", one, "lan", "10.1.0.1/24");
    one.join("wan", "192.0.2.1/30", net, "n1", "192.0.2.2/30");
    net.join("n2", "198.51.100.2/30", two, "wan", "198.51.100.1/30");
    two.join("lan", "10.2.0.1/24", b, "eth0", "10.2.0.2/24");
    a.run("ip route add default via 10.1.0.1");
    b.run("ip route add default via 10.2.0.1");
    one.run("ip route add default via 192.0.2.2");
    two.run("ip route add default via 198.51.100.2");
    net.run("ip route add 10.1.0.0/24 via 192.0.2.1");
    net.run("ip route add 10.2.0.0/24 via 198.51.100.1");
    net.run("sysctl -qw net.ipv4.ip_forward=1");
    net.run(List.of("nft", "add table ip count; add counter ip count sealed; add counter ip count other;"
        + " add chain ip count f { type filter hook prerouting priority 0; };"
        + " add rule ip count f ip protocol 50 counter name sealed accept; add rule ip count f counter name other"));
    before = one.state();
    boxOne = new BoxProcess(one, folder.resolve("one"));
    boxTwo = new BoxProcess(two, folder.resolve("two"));
    boxOne.ask("forwarding on");
    boxTwo.ask("forwarding on");
  }

  @AfterEach
  void unwire() {
    try {
      if (boxOne != null) boxOne.close();
      if (boxTwo != null) boxTwo.close();
      assertEquals(before, one.state());
    } finally {
      for (NetNs ns : List.of(a, b, net, one, two)) ns.close();
    }
  }

  private void flows() {
    boxOne.ask("flows map Fa0/0 wan 192.0.2.1 ; entry ; " + ONE_TO_TWO);
    boxTwo.ask("flows map Fa0/0 wan 198.51.100.1 ; entry ; " + TWO_TO_ONE);
  }

  private void sas(long ident, String algorithms, String mode) {
    boxOne.ask("sa 1 " + ident + " out 0x1001 192.0.2.1 198.51.100.1 " + algorithms + " " + mode);
    boxOne.ask("sa 2 " + ident + " in 0x1002 192.0.2.1 198.51.100.1 " + algorithms + " " + mode);
    boxTwo.ask("sa 1 " + ident + " in 0x1001 198.51.100.1 192.0.2.1 " + algorithms + " " + mode);
    boxTwo.ask("sa 2 " + ident + " out 0x1002 198.51.100.1 192.0.2.1 " + algorithms + " " + mode);
  }

  private void tunnel() {
    flows();
    sas(1, "AES_128 HMAC_SHA1_96", "tunnel");
  }

  private long counted(String counter) {
    var m = Pattern.compile("packets (\\d+)").matcher(net.run("nft list counter ip count " + counter));
    assertTrue(m.find());
    return Long.parseLong(m.group(1));
  }

  /** Answers to a burst of echoes: ping waits for the last ones as long as its interval, and the machine may be busy. */
  private static int answers(NetNs from, String options, String to) {
    String pace = options.contains("-f") ? "-i 0" : "-i 2 -l 20";
    String text = from.attempt("ping -n -W 3 " + pace + " " + options + " " + to).text();
    var m = Pattern.compile("(\\d+) received").matcher(text);
    assertTrue(m.find(), text);
    return Integer.parseInt(m.group(1));
  }

  private static int number(String field, String record) {
    var m = Pattern.compile("\\b" + field + "=(\\d+)").matcher(record);
    assertTrue(m.find(), record);
    return Integer.parseInt(m.group(1));
  }

  @Test
  void pingsPassAsEspOnlyAndAreCounted() {
    tunnel();
    assertEquals(20, answers(a, "-c 20", "10.2.0.2"));
    assertEquals(40, counted("sealed"));
    assertEquals(0, counted("other"));
    assertEquals(20, number("packets", boxOne.ask("counters 1")));
    assertEquals(20, number("packets", boxOne.ask("counters 2")));
    assertEquals(20 * 84, number("bytes", boxTwo.ask("counters 1")));
    assertEquals(20, number("packets", boxTwo.ask("counters 2")));
  }

  @Test
  void everyCipherAndTransportModeCarryPings() {
    flows();
    for (String algorithms : List.of("DES HMAC_MD5_96", "TRIPLE_DES HMAC_SHA1_96", "AES_256 HMAC_SHA256_128", "NULL NONE")) {
      sas(1, algorithms, "tunnel");
      assertEquals(5, answers(a, "-c 5", "10.2.0.2"), algorithms);
      for (BoxProcess box : List.of(boxOne, boxTwo)) for (int handle : new int[] {1, 2}) box.ask("remove " + handle);
    }
    boxOne.ask("flows map Fa0/0 wan 192.0.2.1 ; entry ; permit 7 0 192.0.2.1/32 0 198.51.100.1/32 0");
    boxTwo.ask("flows map Fa0/0 wan 198.51.100.1 ; entry ; permit 7 0 198.51.100.1/32 0 192.0.2.1/32 0");
    sas(7, "AES_128 HMAC_SHA1_96", "transport");
    long others = counted("other");
    assertEquals(5, answers(one, "-c 5", "198.51.100.1"));
    assertEquals(others, counted("other"));
    assertEquals(5, number("packets", boxTwo.ask("counters 1")));
  }

  @Test
  void nothingLeavesInClearWithoutAnSa() {
    flows();
    assertEquals(0, answers(a, "-c 10", "10.2.0.2"));
    assertEquals(0, counted("other"));
    answers(boxOne, "ident Fa0/0 1", "noSaDrops=10");
    heard(boxOne, "acquire");
    assertEquals(List.of("acquire 1 10.1.0.2 10.2.0.2 1"),
        Pattern.compile("acquire [^,]*").matcher(boxOne.ask("events")).results().map(MatchResult::group).toList());
  }

  @Test
  void nothingLeavesInClearWhenTheProcessIsKilledAndTheNextOneGoesOn() {
    tunnel();
    assertEquals(3, answers(a, "-c 3", "10.2.0.2"));
    boxOne.kill();
    assertEquals(0, answers(a, "-c 10", "10.2.0.2"));
    assertEquals(0, answers(one, "-c 3 -I 10.1.0.1", "10.2.0.2"));
    assertEquals(0, counted("other"));
    boxOne = new BoxProcess(one, folder.resolve("one"));
    boxOne.ask("forwarding on");
    assertEquals(0, answers(a, "-c 3", "10.2.0.2"));
    assertEquals(0, counted("other"));
    boxOne.ask("flows map Fa0/0 wan 192.0.2.1 ; entry ; " + ONE_TO_TWO);
    boxOne.ask("sa 1 1 out 0x1003 192.0.2.1 198.51.100.1 AES_128 HMAC_SHA1_96 tunnel");
    boxOne.ask("sa 2 1 in 0x1004 192.0.2.1 198.51.100.1 AES_128 HMAC_SHA1_96 tunnel");
    boxTwo.ask("sa 3 1 in 0x1003 198.51.100.1 192.0.2.1 AES_128 HMAC_SHA1_96 tunnel");
    boxTwo.ask("sa 4 1 out 0x1004 198.51.100.1 192.0.2.1 AES_128 HMAC_SHA1_96 tunnel");
    assertEquals(3, answers(a, "-c 3", "10.2.0.2"));
    assertEquals(0, counted("other"));
  }

  @Test
  void nothingLeaksWhileTheFlowTableChanges() throws Exception {
    tunnel();
    var ping = new ProcessBuilder("ip", "netns", "exec", a.name(), "ping", "-n", "-q", "-i", "0.002", "-c", "1500", "-W",
        "1", "10.2.0.2").redirectErrorStream(true).start();
    for (int i = 0; i < 60; i++) {
      boxOne.ask("flows map Fa0/0 wan 192.0.2.1 ; entry ; permit " + (100 + i) + " 6 10.9.0.0/16 0 10.8." + i
          + ".0/24 0 ; entry ; deny 0 10.1.0.0/24 0 10.7.0.0/24 0 ; " + ONE_TO_TWO);
    }
    ping.getInputStream().readAllBytes();
    assertTrue(ping.waitFor(20, java.util.concurrent.TimeUnit.SECONDS));
    answers(boxOne, "counters 2", "packets=1500,"); // ping itself need not have been in time to read the last one
    assertEquals(0, counted("other"));
    assertEquals(3000, counted("sealed"));
  }

  @Test
  void aDenySendsInClearAndPortsAreLookedAt() {
    boxOne.ask("flows map Fa0/0 wan 192.0.2.1 ; entry ; deny 1 10.1.0.0/24 0 10.2.0.0/24 0 ; permit 1 17 10.1.0.0/24 0"
        + " 10.2.0.0/24 5000");
    assertEquals(4, answers(a, "-c 4", "10.2.0.2"));
    assertEquals(8, counted("other"));
    a.run(List.of("bash", "-c", "for i in 1 2 3; do echo x > /dev/udp/10.2.0.2/5000;"
        + " echo x > /dev/udp/10.2.0.2/5001; done"));
    answers(boxOne, "ident Fa0/0 1", "noSaDrops=3");
    assertTrue(counted("other") >= 11 && counted("other") <= 14, "counted " + counted("other"));
    assertEquals("0", boxOne.ask("leaks Fa0/0"));
  }

  @Test
  void theBoxesOwnPacketsAreEncryptedToo() {
    tunnel();
    assertEquals(5, answers(one, "-c 5 -I 10.1.0.1", "10.2.0.1"));
    assertEquals(0, counted("other"));
    assertEquals(5, number("packets", boxOne.ask("counters 1")));
    assertEquals(3, answers(one, "-c 3", "198.51.100.1"));
    assertEquals(6, counted("other"));
  }

  @Test
  void clearTextThatShouldHaveBeenEncryptedIsDroppedCountedAndTold() {
    tunnel();
    assertEquals(4, answers(net, "-c 4 -I 192.0.2.2", "10.1.0.2"));
    net.run("ip addr add 10.2.0.77/32 dev lo");
    assertEquals(0, answers(net, "-c 7 -I 10.2.0.77", "10.1.0.2"));
    answers(boxOne, "ident Fa0/0 1", "clearDrops=7");
    heard(boxOne, "clear Fa0/0 10.2.0.77 10.1.0.2 1");
    boxOne.ask("flows map Fa0/0 wan 192.0.2.1 ; entry ; permit 2 6 10.9.0.0/24 0 10.2.0.0/24 0 ; " + ONE_TO_TWO);
    assertEquals(7, number("clearDrops", boxOne.ask("ident Fa0/0 1")));
  }

  @Test
  void tcpPassesWholeForwardedAndFromTheBoxItself() throws Exception {
    tunnel();
    for (NetNs from : List.of(a, one)) {
      var receiver = new ProcessBuilder("ip", "netns", "exec", b.name(), "python3", "-c", """
          import socket,hashlib
          s=socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(('10.2.0.2',7000)); s.listen(1)
          print('listening', flush=True)
          c,_=s.accept(); h=hashlib.sha256(); n=0
          while True:
            d=c.recv(65536)
            if not d: break
            h.update(d); n+=len(d)
          print(n, h.hexdigest(), flush=True)
          """).start();
      var lines = receiver.inputReader();
      assertEquals("listening", lines.readLine());
      String source = from == one ? "10.1.0.1" : "10.1.0.2";
      String sent = from.run(List.of("python3", "-c", """
          import socket,hashlib,os
          s=socket.socket(); s.bind(('%s',0)); s.settimeout(30); s.connect(('10.2.0.2',7000)); h=hashlib.sha256(); n=0
          for i in range(256):
            d=os.urandom(32768); s.sendall(d); h.update(d); n+=len(d)
          s.shutdown(socket.SHUT_WR); s.recv(1); print(n, h.hexdigest())
          """.formatted(source)));
      assertEquals(sent.strip(), lines.readLine());
    }
    assertEquals(0, counted("other"));
    assertEquals(0, number("sendErrors", boxOne.ask("counters 1")));
    assertEquals(0, number("malformed", boxTwo.ask("counters 1")));
  }

  @Test
  void aPacketTooLongToBeWrappedIsAnsweredIfItMustNotBeFragmented() {
    tunnel();
    String text = a.attempt("ping -n -c 1 -W 1 -M do -s 1472 10.2.0.2").text();
    assertTrue(text.contains("mtu = 1438") || text.contains("mtu=1438"), text);
    assertEquals(1, answers(a, "-c 1 -M do -s 1410", "10.2.0.2"));
    assertEquals(2, answers(b, "-c 2 -M dont -s 3000", "10.1.0.2"));
    assertEquals(0, counted("other"));
  }

  @Test
  void withTheDfBitClearedPacketsAreCutBeforeOrAfterEncryptionAsConfigured() {
    for (String when : List.of("before", "after")) {
      boxOne.ask("flows map Fa0/0 wan 192.0.2.1 CLEAR " + when + " ; entry ; " + ONE_TO_TWO);
      boxTwo.ask("flows map Fa0/0 wan 198.51.100.1 CLEAR " + when + " ; entry ; " + TWO_TO_ONE);
      sas(1, "AES_128 HMAC_SHA1_96", "tunnel");
      long sealed = counted("sealed");
      assertEquals(2, answers(a, "-c 2 -M do -s 1472", "10.2.0.2"));
      assertEquals(8, counted("sealed") - sealed);
      assertEquals(when.equals("before") ? 4 : 2, number("packets", boxOne.ask("counters 1")));
      for (BoxProcess box : List.of(boxOne, boxTwo)) for (int handle : new int[] {1, 2}) box.ask("remove " + handle);
    }
  }

  @Test
  void cuttingAfterEncryptionHeedsTheDfBitAndSaysWhatWouldPass() {
    boxOne.ask("flows map Fa0/0 wan 192.0.2.1 COPY after ; entry ; " + ONE_TO_TWO);
    boxTwo.ask("flows map Fa0/0 wan 198.51.100.1 COPY after ; entry ; " + TWO_TO_ONE);
    sas(1, "AES_GCM_128 NONE", "tunnel");
    String text = a.attempt("ping -n -c 1 -W 2 -M do -s 1472 10.2.0.2").text();
    assertTrue(text.contains("mtu = 1446") || text.contains("mtu=1446"), text);
    assertEquals(1, answers(a, "-c 1 -M do -s 1410", "10.2.0.2"));
    assertEquals(2, answers(b, "-c 2 -M dont -s 3000", "10.1.0.2"));
    assertEquals(0, counted("other"));
  }

  @Test
  void aNarrowLinkOnTheWayIsLearnedAndTheSenderTold() {
    tunnel();
    net.run("ip link set n2 mtu 1300");
    two.run("ip link set wan mtu 1300");
    a.attempt("ping -n -c 1 -W 1 -M do -s 1372 10.2.0.2"); // lost: the router in between says why to the box
    answers(boxOne, "path 1", "1300");
    String text = a.attempt("ping -n -c 1 -W 1 -M do -s 1372 10.2.0.2").text();
    assertTrue(text.contains("mtu = 1230") || text.contains("mtu=1230"), text);
    assertEquals(1, answers(a, "-c 1 -M do -s 1202", "10.2.0.2"));
    assertEquals(2, answers(a, "-c 2 -M dont -s 1372", "10.2.0.2"));
    assertEquals(0, counted("other"));
  }

  @Test
  void espForAnUnknownSpiIsTold() {
    tunnel();
    boxTwo.ask("remove 1");
    assertEquals(0, answers(a, "-c 2", "10.2.0.2"));
    heard(boxTwo, "spi 198.51.100.1 192.0.2.1 4097");
  }

  @Test
  void aMapMovesToAnotherLinkAndComesBack() {
    tunnel();
    boxOne.ask("flows map Fa0/0 lan 192.0.2.1 ; entry ; " + ONE_TO_TWO);
    assertTrue(one.run("ip -o link").contains("crypto-lan"));
    assertEquals(-1, one.run("ip -o link").indexOf("crypto-wan"));
    boxOne.ask("flows map Fa0/0 wan 192.0.2.1 ; entry ; " + ONE_TO_TWO);
    assertEquals(3, answers(a, "-c 3", "10.2.0.2"));
    boxOne.ask("flows none");
    assertEquals(-1, one.run("ip -o link").indexOf("crypto-"));
    assertNotEquals(-1, one.run("ip rule").indexOf("32766"));
    assertEquals(-1, one.run("ip rule").indexOf("fwmark"));
  }

  @Test
  void ikeIsExemptBothWaysAndMarkedAsIosMarksIt() {
    boxOne.ask("flows map Fa0/0 wan 192.0.2.1 ; entry ; permit 1 0 0.0.0.0/0 0 0.0.0.0/0 0");
    boxTwo.ask("flows map Fa0/0 wan 198.51.100.1 ; entry ; permit 1 0 0.0.0.0/0 0 0.0.0.0/0 0");
    net.run(List.of("nft", "add counter ip count ike; insert rule ip count f ip dscp cs6 ip ttl 255"
        + " ip frag-off & 0x4000 == 0 udp sport 500 udp dport 500 counter name ike"));
    boxOne.ask("udp 192.0.2.1 500");
    boxTwo.ask("udp 198.51.100.1 500");
    assertEquals("ok 0", boxOne.ask("datagram 198.51.100.1 500 hello"));
    heard(boxTwo, "udp 192.0.2.1 500 hello");
    boxTwo.ask("datagram 192.0.2.1 500 answer");
    heard(boxOne, "udp 198.51.100.1 500 answer");
    assertEquals(2, counted("ike"));
    boxOne.ask("noudp");
    boxOne.ask("udp 192.0.2.1 500");
    assertThrows(AssertionError.class, () -> boxOne.ask("udp 192.0.2.99 500"));
  }

  private static void heard(BoxProcess box, String event) {
    answers(box, "events", event);
  }

  /** Asks until this is in the answer, as the packet thread goes its own way; each question is a turn of the box's loop. */
  private static void answers(BoxProcess box, String question, String part) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < end) if (box.ask(question).contains(part)) return;
    throw new AssertionError(part + " not in " + box.ask(question));
  }

  @Test
  void echoTellsAnswersErrorsAndSilence() {
    String reply = boxOne.ask("ping - 192.0.2.2 100 255 - 2000");
    assertTrue(reply.matches("Reply\\[from=192.0.2.2, rttMicros=\\d+, ttl=64, intact=true]"), reply);
    reply = boxOne.ask("ping 10.1.0.1 10.2.0.2 100 255 - 2000");
    assertTrue(reply.startsWith("Reply[from=10.2.0.2"), reply);
    assertTrue(boxOne.ask("ping - 10.2.0.2 100 1 - 2000").startsWith("Error[from=192.0.2.2, type=11, code=0,"));
    assertTrue(boxOne.ask("ping - 203.0.113.9 100 255 - 2000").startsWith("Error[from=192.0.2.2, type=3, code=0,"));
    assertEquals("Timeout[]", boxOne.ask("ping - 192.0.2.3 100 255 - 100").replaceAll("NotSent.*", "Timeout[]"));
    assertEquals("NotSent[reason=Message too long]", boxOne.ask("ping - 192.0.2.2 1600 255 df 2000"));
    assertTrue(boxOne.ask("ping - 192.0.2.2 3000 255 - 2000").startsWith("Reply[from=192.0.2.2"));
    tunnel();
    reply = boxOne.ask("ping 10.1.0.1 10.2.0.2 1438 255 df 2000");
    assertTrue(reply.startsWith("Reply"), reply);
    reply = boxOne.ask("ping 10.1.0.1 10.2.0.2 1439 255 df 2000");
    assertEquals("NotSent[reason=Message too long]", reply);
  }

  @Test
  void thePacketThreadAllocatesNothing() {
    tunnel();
    answers(a, "-c 3000 -f", "10.2.0.2");
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 4 && least > 0; round++) {
      long start = Long.parseLong(boxOne.ask("allocated"));
      assertTrue(answers(a, "-c 1000 -f", "10.2.0.2") > 900);
      least = Math.min(least, Long.parseLong(boxOne.ask("allocated")) - start);
    }
    assertEquals(0, least, "bytes allocated by 1,000 packets each way");
  }

  @Test
  void strictReversePathFiltersDoNotStopDecryptedPackets() {
    one.run("sysctl -qw net.ipv4.conf.all.rp_filter=1");
    tunnel();
    assertEquals(5, answers(a, "-c 5", "10.2.0.2"));
    one.run("sysctl -qw net.ipv4.conf.all.rp_filter=0");
  }

  @Test
  void rulesThatSomebodyTookAwayComeBackWithTheNextFlows() {
    tunnel();
    one.run("nft delete table ip anotherbox");
    boxOne.ask("flows map Fa0/0 wan 192.0.2.1 ; entry ; permit 2 0 10.9.0.0/24 0 10.2.0.0/24 0 ; " + ONE_TO_TWO);
    assertEquals(3, answers(a, "-c 3", "10.2.0.2"));
    assertEquals(0, counted("other"));
  }

  @Test
  void aHubPassesFromOneSpokeToTheOther() {
    var three = new NetNs("three");
    three.join("wan", "198.18.0.1/30", net, "n3", "198.18.0.2/30");
    three.run("ip addr add 10.3.0.1/24 dev lo");
    three.run("ip route add default via 198.18.0.2");
    try (three; var boxThree = new BoxProcess(three, folder.resolve("three"))) {
      boxOne.ask("flows map Fa0/0 wan 192.0.2.1 ; entry ; permit 1 0 10.1.0.0/24 0 10.0.0.0/8 0");
      boxTwo.ask("flows map Fa0/0 wan 198.51.100.1 ; entry ; permit 1 0 10.0.0.0/8 0 10.1.0.0/24 0"
          + " ; entry ; permit 2 0 10.0.0.0/8 0 10.3.0.0/24 0");
      boxThree.ask("flows map Fa0/0 wan 198.18.0.1 ; entry ; permit 2 0 10.3.0.0/24 0 10.0.0.0/8 0");
      sas(1, "AES_128 HMAC_SHA1_96", "tunnel");
      for (String end : List.of("out 0x2001", "in 0x2002")) {
        boxTwo.ask("sa " + (end.startsWith("in") ? 4 : 3) + " 2 " + end + " 198.51.100.1 198.18.0.1 DES HMAC_MD5_96 tunnel");
      }
      boxThree.ask("sa 1 2 in 0x2001 198.18.0.1 198.51.100.1 DES HMAC_MD5_96 tunnel");
      boxThree.ask("sa 2 2 out 0x2002 198.18.0.1 198.51.100.1 DES HMAC_MD5_96 tunnel");
      assertEquals(5, answers(a, "-c 5", "10.3.0.1"));
      assertEquals(0, counted("other"));
      assertEquals(20, counted("sealed"));
      assertEquals(5, number("packets", boxTwo.ask("counters 3")));
    }
  }

  @Test
  void whatIsTranslatedIsHeldAgainstTheMapBehindThat() {
    boxOne.ask("flows map Fa0/0 wan 192.0.2.1 ; entry ; permit 1 0 192.0.2.1/32 0 10.2.0.0/24 0");
    boxTwo.ask("flows map Fa0/0 wan 198.51.100.1 ; entry ; permit 1 0 10.2.0.0/24 0 192.0.2.1/32 0");
    sas(1, "AES_128 HMAC_SHA1_96", "tunnel");
    boxOne.ask("nat wan lan permit 10.1.0.0/24 0.0.0.0/0");
    assertEquals(5, answers(a, "-c 5", "10.2.0.2"));
    assertEquals(10, counted("sealed"));
    assertEquals(0, counted("other"));
    assertEquals(5, number("packets", boxOne.ask("counters 1")));
    assertEquals("0", boxOne.ask("leaks Fa0/0"));
  }

  @Test
  void aMapForTheAddressesBeforeTranslationMeetsNothing() {
    tunnel();
    boxOne.ask("nat wan lan deny 10.1.0.0/24 10.2.0.0/25 permit 10.1.0.0/24 0.0.0.0/0");
    assertEquals(3, answers(a, "-c 3", "10.2.0.2"));
    assertEquals(6, counted("sealed"));
    boxOne.ask("nat wan lan permit 10.1.0.0/24 0.0.0.0/0");
    assertEquals(3, answers(a, "-c 3", "10.2.0.2"));
    assertEquals(6, counted("sealed"));
    assertEquals(6, counted("other"));
  }

  @Test
  void nothingIsMissingHere() {
    assertEquals(List.of(), LinuxHost.missing());
  }

  @Test
  void aThousandEntriesAreTakenAndChangedAgain() {
    var entries = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      entries.append(" ; entry ; permit ").append(1000 + i).append(" 0 10.1.0.0/24 0 10.").append(50 + i / 250).append('.')
          .append(i % 250).append(".0/24 0");
    }
    boxOne.ask("flows map Fa0/0 wan 192.0.2.1" + entries + " ; entry ; " + ONE_TO_TWO);
    boxOne.ask("flows map Fa0/0 wan 192.0.2.1 ; entry ; deny 0 10.1.0.0/24 0 10.77.0.0/16 0" + entries + " ; entry ; "
        + ONE_TO_TWO);
    boxTwo.ask("flows map Fa0/0 wan 198.51.100.1 ; entry ; " + TWO_TO_ONE);
    sas(1, "AES_128 HMAC_SHA1_96", "tunnel");
    assertEquals(3, answers(a, "-c 3", "10.2.0.2"));
  }
}
