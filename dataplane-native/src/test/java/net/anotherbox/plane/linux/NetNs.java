package net.anotherbox.plane.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A network namespace of the test's own. */
final class NetNs implements AutoCloseable {
  /** What a command printed, both streams, and its exit status. */
  record Result(int status, String text) {}

  private static final String PREFIX = "ab" + ProcessHandle.current().pid() + "-";
  private final String name;

  NetNs(String name) {
    this.name = PREFIX + name;
    must("ip netns add " + this.name);
    run("sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1");
    run("ip link set lo up");
  }

  String name() {
    return name;
  }

  /** Runs a command inside and returns what it printed. @throws AssertionError if it fails */
  String run(String command) {
    return must("ip netns exec " + name + " " + command);
  }

  Result attempt(String command) {
    return execute("ip netns exec " + name + " " + command);
  }

  /** Words that contain blanks, for once. */
  String run(List<String> words) {
    var command = new ArrayList<>(List.of("ip", "netns", "exec", name));
    command.addAll(words);
    Result r = execute(command);
    if (r.status() != 0) throw new AssertionError(words + ": " + r.text());
    return r.text();
  }

  static String must(String command) {
    Result r = execute(command);
    if (r.status() != 0) throw new AssertionError(command + ": " + r.text());
    return r.text();
  }

  private static Result execute(String command) {
    return execute(List.of(command.split(" ")));
  }

  private static Result execute(List<String> command) {
    try {
      var p = new ProcessBuilder(command).redirectErrorStream(true).start();
      p.getOutputStream().close();
      String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!p.waitFor(60, TimeUnit.SECONDS)) throw new AssertionError(command + " does not end");
      return new Result(p.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A pair of links, one end here and one there. */
  void join(String link, String address, NetNs other, String otherLink, String otherAddress) {
    must("ip link add " + link + " netns " + name + " type veth peer name " + otherLink + " netns " + other.name);
    run("ip addr add " + address + " dev " + link);
    other.run("ip addr add " + otherAddress + " dev " + otherLink);
    run("ip link set " + link + " up");
    other.run("ip link set " + otherLink + " up");
  }

  /** Everything that a plane might have changed here, as text; without what "ip" says of other tests' namespaces that go. */
  String state() {
    return run("ip -o addr") + run("ip route show table all") + run("ip rule")
        + run("ip -o link").replaceAll("qlen \\d+", "").replaceAll("(?m)^Error: Peer netns reference is invalid\\.\n", "")
        + run("nft list ruleset")
        + run(List.of("sh", "-c", "cd /proc/sys/net/ipv4; grep . ip_forward conf/*/rp_filter"
            + " conf/*/promote_secondaries conf/*/forwarding conf/*/send_redirects"));
  }

  @Override
  public void close() {
    execute("ip netns del " + name);
  }
}
