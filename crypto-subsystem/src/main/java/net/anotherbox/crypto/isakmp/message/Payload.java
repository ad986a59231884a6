package net.anotherbox.crypto.isakmp.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.anotherbox.runtime.value.Address;

/** One payload of a message, without its generic header. */
public sealed interface Payload {
  /** Its number in the chain. */
  int type();

  /** RFC 2408 section 3.4. @param body as it came, for HASH_I and HASH_R; empty in one that is to be sent */
  record Sa(int doi, int situation, List<Proposal> proposals, byte[] body) implements Payload {
    @Override
    public int type() {
      return PayloadType.SA;
    }
  }

  /** A public value of Diffie-Hellman. */
  record Ke(byte[] value) implements Payload {
    @Override
    public int type() {
      return PayloadType.KE;
    }
  }

  /** RFC 2407 section 4.6.2. @param kind ID_IPV4_ADDR and so on; port 0 for any */
  record Id(int kind, int protocol, int port, byte[] data) implements Payload {
    public static final int IPV4_ADDR = 1;
    public static final int FQDN = 2;
    public static final int USER_FQDN = 3;
    public static final int IPV4_ADDR_SUBNET = 4;
    public static final int IPV6_ADDR = 5;
    public static final int IPV6_ADDR_SUBNET = 6;
    public static final int IPV4_ADDR_RANGE = 7;
    public static final int DER_ASN1_DN = 9;
    public static final int KEY_ID = 11;

    /** The address of a host. */
    public static Id of(Address address, int protocol, int port) {
      byte[] b = address.bytes();
      return new Id(b.length == 4 ? IPV4_ADDR : IPV6_ADDR, protocol, port, b);
    }

    @Override
    public int type() {
      return PayloadType.ID;
    }

    /** As HASH_I and HASH_R take it. */
    public byte[] body() {
      byte[] b = new byte[4 + data.length];
      b[0] = (byte) kind;
      b[1] = (byte) protocol;
      b[2] = (byte) (port >> 8);
      b[3] = (byte) port;
      System.arraycopy(data, 0, b, 4, data.length);
      return b;
    }

    /** The data as text: of the identities that are names. */
    public String name() {
      return new String(data, StandardCharsets.ISO_8859_1);
    }

    /** Whether it is a name that IOS prints: that of a host, a user or a group. */
    public boolean isName() {
      return kind == FQDN || kind == USER_FQDN || kind == KEY_ID;
    }

    /** The address, if this is a host's. */
    public Optional<Address> address() {
      return kind == IPV4_ADDR || kind == IPV6_ADDR ? Optional.of(Address.of(data)) : Optional.empty();
    }
  }

  /** A hash over what the exchange says. */
  record Hash(byte[] value) implements Payload {
    @Override
    public int type() {
      return PayloadType.HASH;
    }
  }

  /** Random bytes, 8 to 256. */
  record Nonce(byte[] value) implements Payload {
    @Override
    public int type() {
      return PayloadType.NONCE;
    }
  }

  /** RFC 2408 section 3.14. @param what the notification's number; data depends on it */
  record Notification(int doi, int protocol, byte[] spi, int what, byte[] data) implements Payload {
    @Override
    public int type() {
      return PayloadType.NOTIFICATION;
    }
  }

  /** RFC 2408 section 3.15: these SAs are no more. */
  record Delete(int doi, int protocol, int spiSize, List<byte[]> spis) implements Payload {
    @Override
    public int type() {
      return PayloadType.DELETE;
    }
  }

  /** @param fifteenth the byte 14 after the value's first in the datagram, inside the value or not; 0 beyond the end */
  record Vendor(byte[] value, int fifteenth) implements Payload {
    public Vendor(byte[] value) {
      this(value, value.length > 14 ? value[14] & 255 : 0);
    }

    @Override
    public int type() {
      return PayloadType.VENDOR;
    }
  }

  /** Any other, passed over by all but the debug. */
  record Other(int type, byte[] body) implements Payload {}
}
