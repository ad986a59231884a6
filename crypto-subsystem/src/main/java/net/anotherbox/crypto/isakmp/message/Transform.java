package net.anotherbox.crypto.isakmp.message;

import java.util.List;

/** A transform payload (RFC 2408 section 3.6). @param attributes in the order in which they came */
public record Transform(int number, int id, List<Attribute> attributes) {
  /** The number that an attribute of this type holds, the first one if there are several, or -1 without it. */
  public long number(int type) {
    for (Attribute a : attributes) if (a.type() == type) return a.number();
    return -1;
  }
}
