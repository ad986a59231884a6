package net.anotherbox.runtime.log;

import java.time.Instant;
import java.time.ZoneOffset;

/** The time zone of the box ({@code clock timezone}, {@code clock summer-time}): its name is whatever the user chose. */
public interface LocalZone {
  ZoneOffset offset(Instant at);

  /** E.g. "MET", or "MEST" at a moment of summer time. */
  String name(Instant at);

  LocalZone UTC = fixed(ZoneOffset.UTC, "UTC");

  /** A zone without summer time. */
  static LocalZone fixed(ZoneOffset offset, String name) {
    return new LocalZone() {
      @Override
      public ZoneOffset offset(Instant at) {
        return offset;
      }

      @Override
      public String name(Instant at) {
        return name;
      }
    };
  }
}
