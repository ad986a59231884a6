package net.anotherbox.lab;

import java.util.List;
import java.util.regex.Pattern;

/** What of the main mode document differs from run to run, and what routers say beside it. */
public final class MainModeDocument {
  /** Numbers that differ. */
  public static final String VARYING = "1011|0x[0-9A-F]{7,8}|944C840|6D12A00|9344BE8|8E45588|1371333358|79E82A8|\\d{9,10}"
      + "|305|306|4608000|3439|3532";

  private static final Pattern NODE = Pattern.compile("(?<=node )-\\d+");

  /** Lines about other things. */
  private static final String OTHERS =
      ".*(LINK-3|LINK-5|SYS-5|Interface Ethernet0/0|Tunnel23, changed state to down).*";

  private MainModeDocument() {}

  /**
   * What a router has said, to be held against the document: message IDs above 2^31 are written with a sign in some
   * lines.
   */
  public static List<String> comparable(List<String> said) {
    return said.stream().filter(l -> !l.matches(OTHERS)).map(l -> NODE.matcher(l).replaceAll(m -> "" + (Long.parseLong(
        m.group()) & 0xffffffffL))).toList();
  }
}
