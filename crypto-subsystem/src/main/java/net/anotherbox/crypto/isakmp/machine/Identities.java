package net.anotherbox.crypto.isakmp.machine;

import net.anotherbox.crypto.isakmp.message.Payload;

/** How IOS writes identities. */
public final class Identities {
  private static final int MOST_CHARACTERS = 64;

  private Identities() {}

  /** "ID_IPV4_ADDR" and so on. */
  static String kind(Payload.Id id) {
    return switch (id.kind()) {
      case Payload.Id.IPV4_ADDR -> "ID_IPV4_ADDR";
      case Payload.Id.FQDN -> "ID_FQDN";
      case Payload.Id.USER_FQDN -> "ID_USER_FQDN";
      case Payload.Id.IPV6_ADDR -> "ID_IPV6_ADDR";
      case Payload.Id.DER_ASN1_DN -> "ID_DER_ASN1_DN";
      case Payload.Id.KEY_ID -> "ID_KEY_ID";
      default -> Integer.toString(id.kind());
    };
  }

  /** An address, or the characters of a name: at most 64, none that would disturb a terminal; empty for others. */
  public static String value(Payload.Id id) {
    var address = id.address();
    if (address.isPresent()) return address.get().toString();
    if (!id.isName()) return "";
    var s = new StringBuilder();
    byte[] b = id.data();
    for (int i = 0; i < Math.min(MOST_CHARACTERS, b.length); i++) s.append(b[i] > 32 && b[i] < 127 ? (char) b[i] : '.');
    return s.toString();
  }

  /** Says who the peer says it is. @param next the payload behind it */
  static void announcePeers(Payload.Id id, int next, Script script) {
    script.isakmp("id-peer", "next", next, "type", id.kind(), "label", label(id), "address", value(id),
        "protocol", id.protocol(), "port", id.port(), "length", 8 + id.data().length);
  }

  /** Says who we say we are. @param next the payload behind it */
  static void announceOwn(Payload.Id id, int protocol, int port, int next, Script script) {
    script.isakmp("preshared", "kind", kind(id));
    int size = 4 + id.data().length;
    script.isakmp("id-own", "next", next, "type", id.kind(), "label", label(id), "address", value(id),
        "protocol", protocol, "port", port, "length", size + 4, "short", size);
    script.isakmp("id-length", "length", size + 4);
  }

  private static String label(Payload.Id id) {
    return id.kind() == Payload.Id.KEY_ID ? "group id    " : id.isName() ? "FQDN name   " : "address     ";
  }
}
