package net.anotherbox.crypto.isakmp.sa;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import net.anotherbox.crypto.isakmp.message.Fragment;

/**
 * The fragments of the one message of an SA that is coming in. Nothing about them is authentic: whoever can send under the
 * peer's address and knows the cookies may add some, so there is room for one message of {@value #MOST_BYTES} bytes and no
 * more, fragments of another message take the place of those that are there, and what comes of them is looked at as any
 * datagram is.
 */
final class Reassembly {
  private static final int MOST_BYTES = 16_384;

  private final SortedMap<Integer, byte[]> parts = new TreeMap<>();
  private int id;
  private int count;
  private int bytes;

  /** @return the message, if this was what it lacked */
  Optional<byte[]> add(Fragment f) {
    if (f.id() != id) forget();
    id = f.id();
    if (bytes + f.data().length > MOST_BYTES || count > 0 && f.number() > count) {
      forget();
      return Optional.empty();
    }
    if (f.last()) count = f.number();
    byte[] before = parts.put(f.number(), f.data());
    bytes += f.data().length - (before == null ? 0 : before.length);
    if (count == 0 || parts.size() != count || parts.lastKey() != count) return Optional.empty();
    var whole = new ByteArrayOutputStream(bytes);
    parts.values().forEach(whole::writeBytes);
    forget();
    return Optional.of(whole.toByteArray());
  }

  private void forget() {
    parts.clear();
    count = 0;
    bytes = 0;
  }
}
