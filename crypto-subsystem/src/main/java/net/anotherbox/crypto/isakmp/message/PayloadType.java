package net.anotherbox.crypto.isakmp.message;

/** Numbers of the payloads: RFC 2408 section 3.1, RFC 3947, and two of Cisco's own. */
public final class PayloadType {
  public static final int NONE = 0;
  public static final int SA = 1;
  public static final int PROPOSAL = 2;
  public static final int TRANSFORM = 3;
  public static final int KE = 4;
  public static final int ID = 5;
  public static final int HASH = 8;
  public static final int NONCE = 10;
  public static final int NOTIFICATION = 11;
  public static final int DELETE = 12;
  public static final int VENDOR = 13;
  /** NAT-D of the drafts before -04 shares its number with SAK. */
  public static final int NAT_D_DRAFT = 15;
  public static final int NAT_D = 20;
  /** "IOS keepalive" proposal of PIX and IOS. */
  public static final int KEEPALIVE = 128;
  public static final int NAT_D_OLD = 130;
  /** A part of a message. */
  public static final int FRAGMENT = 132;

  private PayloadType() {}

  /** IOS's word for it, or its number. */
  public static String name(int type) {
    return switch (type) {
      case SA -> "SA";
      case KE -> "KE";
      case ID -> "ID";
      case HASH -> "HASH";
      case NONCE -> "NONCE";
      case NOTIFICATION -> "NOTIFY";
      case DELETE -> "DELETE";
      case VENDOR -> "VID";
      default -> Integer.toString(type);
    };
  }
}
