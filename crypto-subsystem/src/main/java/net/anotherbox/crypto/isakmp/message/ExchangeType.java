package net.anotherbox.crypto.isakmp.message;

/** Numbers of the exchanges: RFC 2408 section 3.1, RFC 2409 section 11. */
public final class ExchangeType {
  public static final int MAIN = 2;
  public static final int AGGRESSIVE = 4;
  public static final int INFORMATIONAL = 5;
  public static final int TRANSACTION = 6;
  public static final int QUICK = 32;
  /** draft-fluhrer-ted-00. */
  public static final int TED_PROBE = 240;
  public static final int TED_ANSWER = 241;

  private ExchangeType() {}
}
