package net.anotherbox.routing.rib;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import net.anotherbox.runtime.port.KernelPort;

/** Keeps what it is told; refuses what the test says. */
final class RecordingKernel implements KernelPort {
  final List<Collection<Route>> told = new ArrayList<>();
  final List<Boolean> forwarding = new ArrayList<>();
  Collection<Route> refuse = List.of();

  Collection<Route> last() {
    return told.get(told.size() - 1);
  }

  @Override
  public Collection<Route> routes(Collection<Route> wanted) {
    told.add(wanted);
    return wanted.stream().filter(refuse::contains).toList();
  }

  @Override
  public void forwarding(boolean on) {
    forwarding.add(on);
  }

  @Override
  public List<Link> links() {
    throw new AssertionError("not routing's business");
  }

  @Override
  public void onLinkChange(Consumer<Link> listener) {
    throw new AssertionError("not routing's business");
  }

  @Override
  public void admin(String link, boolean up) {
    throw new AssertionError("not routing's business");
  }

  @Override
  public void mtu(String link, int mtu) {
    throw new AssertionError("not routing's business");
  }

  @Override
  public List<String> addresses(String link, List<LinkAddress> wanted) {
    throw new AssertionError("not routing's business");
  }

  @Override
  public void addLoopback(String link) {
    throw new AssertionError("not routing's business");
  }

  @Override
  public void dropLoopback(String link) {
    throw new AssertionError("not routing's business");
  }

  @Override
  public LinkCounters counters(String link) {
    throw new AssertionError("not routing's business");
  }

  @Override
  public void close() {}
}
