package net.anotherbox.crypto.isakmp.message;

/** Protocol identifiers of RFC 2407 section 4.4.1. */
public final class Protocol {
  public static final int ISAKMP = 1;
  public static final int AH = 2;
  public static final int ESP = 3;
  /** The only domain of interpretation we know (RFC 2407). */
  public static final int IPSEC_DOI = 1;
  /** SIT_IDENTITY_ONLY, the only situation IOS knows. */
  public static final int IDENTITY_ONLY = 1;

  private Protocol() {}
}
