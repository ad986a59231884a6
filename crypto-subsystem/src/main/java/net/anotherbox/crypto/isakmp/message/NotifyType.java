package net.anotherbox.crypto.isakmp.message;

import java.util.Map;

/** Numbers of notifications: RFC 2408 section 3.14.1, RFC 2407 section 4.6.3, RFC 3706; and what IOS calls them. */
public final class NotifyType {
  public static final int INVALID_MAJOR_VERSION = 5;
  public static final int INVALID_SPI = 11;
  public static final int NO_PROPOSAL_CHOSEN = 14;
  public static final int PAYLOAD_MALFORMED = 16;
  public static final int INVALID_KEY_INFORMATION = 17;
  public static final int INVALID_ID_INFORMATION = 18;
  public static final int AUTHENTICATION_FAILED = 24;
  public static final int RESPONDER_LIFETIME = 24576;
  public static final int INITIAL_CONTACT = 24578;
  public static final int R_U_THERE = 36136;
  public static final int R_U_THERE_ACK = 36137;

  private static final Map<Integer, String> NAMES = Map.ofEntries(Map.entry(INVALID_MAJOR_VERSION, "INVALID_MAJOR_VERSION"),
      Map.entry(INVALID_SPI, "INVALID_SPI"), Map.entry(NO_PROPOSAL_CHOSEN, "PROPOSAL_NOT_CHOSEN"),
      Map.entry(PAYLOAD_MALFORMED, "PAYLOAD_MALFORMED"), Map.entry(INVALID_KEY_INFORMATION, "INVALID_KEY_INFO"),
      Map.entry(INVALID_ID_INFORMATION, "INVALID_ID_INFO"), Map.entry(AUTHENTICATION_FAILED, "AUTHENTICATION_FAILED"),
      Map.entry(RESPONDER_LIFETIME, "RESPONDER_LIFETIME"), Map.entry(INITIAL_CONTACT, "INITIAL_CONTACT"),
      Map.entry(R_U_THERE, "DPD/R_U_THERE"), Map.entry(R_U_THERE_ACK, "DPD/R_U_THERE_ACK"));

  private NotifyType() {}

  /** IOS's word, or the number of a type it has no word for. */
  public static String name(int type) {
    return NAMES.getOrDefault(type, "Unknown notify " + type);
  }
}
