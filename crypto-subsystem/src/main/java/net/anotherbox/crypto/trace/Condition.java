package net.anotherbox.crypto.trace;

import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.value.Address;

/** A condition of {@code debug crypto condition}: whom or what a debug message must be about to be shown. */
public sealed interface Condition {
  /** Whether a message with these facts is about it; empty if the facts do not tell. */
  Optional<Boolean> holds(Map<String, ?> facts);

  /** The kind it belongs to: screens list one after the other. */
  enum Kind { PEER, PEER6, HOSTNAME, USERNAME, GROUP, LOCAL, FVRF, IVRF, PROFILE, CONNID, SPI }

  Kind kind();

  /** As screens write it. */
  String text();

  /** A peer, or all peers of a network. */
  record Peer(Address address, int prefixLength) implements Condition {
    @Override
    public Optional<Boolean> holds(Map<String, ?> facts) {
      return within(facts.get("remote"), address, prefixLength);
    }

    @Override
    public Kind kind() {
      return address.bytes().length == 4 ? Kind.PEER : Kind.PEER6;
    }

    @Override
    public String text() {
      return network(address, prefixLength);
    }
  }

  /** An address of ours, or all of a network. */
  record Local(Address address, int prefixLength) implements Condition {
    @Override
    public Optional<Boolean> holds(Map<String, ?> facts) {
      return within(facts.get("local"), address, prefixLength);
    }

    @Override
    public Kind kind() {
      return Kind.LOCAL;
    }

    @Override
    public String text() {
      return network(address, prefixLength);
    }
  }

  /** A name that a message may bear: the peer's host name, user or group, a VRF, a profile. */
  record Named(Kind kind, String name) implements Condition {
    @Override
    public Optional<Boolean> holds(Map<String, ?> facts) {
      Object of = facts.get(kind.name().toLowerCase(java.util.Locale.ROOT));
      return Optional.ofNullable(of).map(n -> n.toString().equals(name));
    }

    @Override
    public String text() {
      return name;
    }
  }

  /** A connection by its number. The software is engine 1, and the only one. */
  record Connection(int conn, int engine) implements Condition {
    @Override
    public Optional<Boolean> holds(Map<String, ?> facts) {
      return Optional.ofNullable(facts.get("conn")).map(c -> c.equals(conn) && engine == 1);
    }

    @Override
    public Kind kind() {
      return Kind.CONNID;
    }

    @Override
    public String text() {
      return conn + ":" + engine;
    }
  }

  /** An IPsec SA by its SPI. */
  record Spi(int spi) implements Condition {
    @Override
    public Optional<Boolean> holds(Map<String, ?> facts) {
      Boolean told = null;
      for (String name : new String[] {"spi", "in-spi", "out-spi"})
        if (facts.get(name) instanceof Integer i && i != 0) told = i == spi || told != null && told;
      return Optional.ofNullable(told);
    }

    @Override
    public Kind kind() {
      return Kind.SPI;
    }

    @Override
    public String text() {
      return String.format("0x%08X", spi);
    }
  }

  private static Optional<Boolean> within(Object fact, Address network, int prefixLength) {
    if (!(fact instanceof Address a)) return Optional.empty();
    byte[] x = a.bytes();
    byte[] y = network.bytes();
    boolean in = x.length == y.length;
    for (int bit = 0; in && bit < prefixLength; bit++) in = ((x[bit / 8] ^ y[bit / 8]) & 0x80 >> bit % 8) == 0;
    return Optional.of(in);
  }

  private static String network(Address address, int prefixLength) {
    if (prefixLength == address.bytes().length * 8) return address.toString();
    return address + "/" + (address.bytes().length == 4 ? net.anotherbox.runtime.value.Ipv4.mask(prefixLength).toString()
        : "" + prefixLength);
  }
}
