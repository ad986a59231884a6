package net.anotherbox.shell.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputFilterTest {
  private static final String CONFIG = """
      hostname R1
      !
      interface FastEthernet0/0
       ip address 10.0.0.1 255.255.255.0
       duplex auto
      !
      interface Tunnel0
       ip address 10.1.1.1 255.255.255.0
      !
      ip route 0.0.0.0 0.0.0.0 10.0.0.2
      end
      """;

  private static List<String> filter(OutputFilter.Kind kind, String regex) {
    var out = new ArrayList<String>();
    var f = new OutputFilter(kind, Regex.compile(regex).orElseThrow(), out::add, n -> "matches: " + n);
    CONFIG.lines().forEach(f::line);
    f.end();
    return out;
  }

  @Test
  void includesAlternatives() {
    assertEquals(List.of("interface FastEthernet0/0", " ip address 10.0.0.1 255.255.255.0", "interface Tunnel0",
        " ip address 10.1.1.1 255.255.255.0"), filter(OutputFilter.Kind.INCLUDE, "^interface|ip address"));
  }

  @Test
  void excludes() {
    assertEquals(List.of("hostname R1", "!", "!", "!", "end"), filter(OutputFilter.Kind.EXCLUDE, "i[np]|auto"));
  }

  @Test
  void beginsWithTheFirstMatch() {
    assertEquals(List.of("ip route 0.0.0.0 0.0.0.0 10.0.0.2", "end"), filter(OutputFilter.Kind.BEGIN, "^ip route"));
  }

  @Test
  void showsSectionsWithWhatIsIndentedBelow() {
    assertEquals(List.of("interface Tunnel0", " ip address 10.1.1.1 255.255.255.0"), filter(OutputFilter.Kind.SECTION,
        "Tunnel"));
    assertEquals(List.of("hostname R1"), filter(OutputFilter.Kind.SECTION, "^hostname"));
  }

  @Test
  void counts() {
    assertEquals(List.of("matches: 3"), filter(OutputFilter.Kind.COUNT, "^!"));
  }

  @Test
  void joinsPartsBeforeItLooks() {
    var out = new ArrayList<String>();
    var f = new OutputFilter(OutputFilter.Kind.INCLUDE, Regex.compile("!!!").orElseThrow(), out::add, n -> "");
    f.part("!!");
    f.part("!");
    f.line("");
    f.part("..");
    f.end();
    assertEquals(List.of("!!!"), out);
  }

  @Test
  void stopsWhenTheNextDoes() {
    var f = new OutputFilter(OutputFilter.Kind.INCLUDE, Regex.compile("a").orElseThrow(), l -> false, n -> "");
    assertTrue(f.line("b"));
    assertFalse(f.line("a"));
  }

  private static boolean finds(String regex, String text) {
    return Regex.compile(regex).orElseThrow().matcher(text).find();
  }

  @Test
  void takesUnderscoreForADelimiter() {
    assertTrue(finds("_100_", "path 100 200"));
    assertTrue(finds("_100_", "100"));
    assertTrue(finds("_100_", "{100,200}"));
    assertFalse(finds("_100_", "1000"));
  }

  @Test
  void takesBracesForThemselvesAndBracketsLiterally() {
    assertTrue(finds("{a}", "x{a}y"));
    assertTrue(finds("a[.]b", "a.b"));
    assertFalse(finds("a[.]b", "axb"));
    assertTrue(finds("[^a-z]", "abc1"));
    assertTrue(finds("[]x]", "]"));
    assertTrue(finds("10\\.0", "10.0"));
    assertFalse(finds("10\\.0", "1000"));
    assertTrue(finds("ip(v6)* access-list", "ip access-list"));
    assertTrue(finds("*x", "a*x"));
    assertTrue(finds("a**b", "aaab"));
    assertTrue(finds("[[]", "["));
    assertTrue(finds("\\d", "d"));
    assertFalse(finds("\\d", "1"));
  }

  @Test
  void refusesWhatIsNotWellFormed() {
    assertTrue(Regex.compile("(a").isEmpty());
    assertTrue(Regex.compile("[a").isEmpty());
    assertTrue(Regex.compile("a\\").isEmpty());
  }
}
