package net.anotherbox.plane;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.plane.esp.InboundBundle;
import net.anotherbox.plane.esp.OutboundBundle;
import net.anotherbox.runtime.port.FlowTable.DfBit;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.value.Ipv4;

/**
 * How fast ESP is, beside OpenSSL on the same machine. A program to be run by hand: prints one row per cipher and packet
 * size, the best of several rounds in which the rows take turns, so that a busy moment does not fall on one row alone.
 * Time is the thread's CPU time, as OpenSSL's is. The OpenSSL column is what its cipher and its HMAC take for such a
 * packet, one after the other, from {@code openssl speed}, to encrypt and to decrypt; a ratio above 1 means that we, with
 * headers, padding and all, are faster than its bare algorithms.
 */
public final class EspBench {
  private static final int[] SIZES = {64, 512, 1440};
  private static final int ROUNDS = 7;
  private static final long ROUND_NANOS = 60_000_000;
  private static final int WARM_UP_ROUNDS = 4;

  private static final int TURN = 64;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private record Row(Cipher cipher, Integrity integrity, int size, Pair pair, long[] best) {}

  /** An SA's two ends and a packet for them. */
  private static final class Pair {
    private final OutboundBundle sender;
    private final InboundBundle receiver;
    private final Slot slot = new Slot(2048);
    private final byte[] wire = new byte[2400];
    private final int size;
    private int wireLength;

    Pair(Cipher cipher, Integrity integrity, int size) {
      this.size = size;
      sender = new OutboundBundle(spec(cipher, integrity, false), new SeededRandomness(1));
      receiver = new InboundBundle(spec(cipher, integrity, true));
      slot.in[Slot.IN_AT] = 0x45;
      slot.in[Slot.IN_AT + 2] = (byte) (size >> 8);
      slot.in[Slot.IN_AT + 3] = (byte) size;
    }

    private static SaSpec spec(Cipher cipher, Integrity integrity, boolean inbound) {
      byte[] key = new byte[cipher.keyBytes];
      for (int i = 0; i < key.length; i++) key[i] = (byte) (i * 7 + 1);
      return new SaSpec(1, 1, inbound, Ipv4.of("192.0.2.1"), Ipv4.of("192.0.2.2"), true,
          Optional.of(new SaSpec.Esp(1, cipher, key, integrity, new byte[integrity.keyBytes])), Optional.empty(),
          Optional.empty(), true, 0, 0, 0, 1500);
    }

    /** @return nanoseconds a packet */
    long encrypt(long nanos) {
      long start = THREADS.getCurrentThreadCpuTime();
      long end = start + nanos;
      long packets = 0;
      long now;
      do {
        for (int i = 0; i < TURN; i++) {
          wireLength = sender.encapsulate(slot.in, Slot.IN_AT, size, slot.out, Slot.OUT_AT, 1, DfBit.COPY);
        }
        packets += TURN;
      } while ((now = THREADS.getCurrentThreadCpuTime()) < end);
      System.arraycopy(slot.out, Slot.OUT_AT, wire, 0, wireLength);
      return (now - start) / packets;
    }

    long decrypt(long nanos) {
      long start = THREADS.getCurrentThreadCpuTime();
      long end = start + nanos;
      long packets = 0;
      long now;
      do {
        for (int i = 0; i < TURN; i++) {
          if (receiver.decapsulate(wire, 0, wireLength, 20, 0, slot.out, Slot.OUT_AT) != size) {
            throw new IllegalStateException("not what was sent");
          }
        }
        packets += TURN;
      } while ((now = THREADS.getCurrentThreadCpuTime()) < end);
      return (now - start) / packets;
    }
  }

  private EspBench() {}

  public static void main(String[] args) {
    var rows = new ArrayList<Row>();
    for (Object[] suite : new Object[][] {{Cipher.NULL, Integrity.HMAC_SHA1_96}, {Cipher.DES, Integrity.HMAC_MD5_96},
        {Cipher.TRIPLE_DES, Integrity.HMAC_SHA1_96}, {Cipher.AES_128, Integrity.NONE},
        {Cipher.AES_128, Integrity.HMAC_SHA1_96},
        {Cipher.AES_192, Integrity.HMAC_SHA1_96}, {Cipher.AES_256, Integrity.HMAC_SHA256_128},
        {Cipher.AES_256, Integrity.HMAC_SHA512_256}, {Cipher.AES_GCM_128, Integrity.NONE},
        {Cipher.AES_GCM_256, Integrity.NONE}, {Cipher.AES_GMAC_128, Integrity.NONE}}) {
      for (int size : SIZES) {
        rows.add(new Row((Cipher) suite[0], (Integrity) suite[1], size,
            new Pair((Cipher) suite[0], (Integrity) suite[1], size), new long[] {Long.MAX_VALUE, Long.MAX_VALUE}));
      }
    }
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (Row row : rows) {
        long encrypt = row.pair.encrypt(ROUND_NANOS);
        long decrypt = row.pair.decrypt(ROUND_NANOS);
        if (round < 0) continue;
        row.best[0] = Math.min(row.best[0], encrypt);
        row.best[1] = Math.min(row.best[1], decrypt);
      }
    }
    print(rows);
  }

  private static void print(List<Row> rows) {
    System.out.println("cipher / ICV                  bytes   encrypt ns  MB/s   decrypt ns  MB/s   openssl ns"
        + "  ratio enc  dec");
    var openssl = new OpenSsl();
    for (Row r : rows) {
      long reference = openssl.nanos(r.cipher, false, r.size) + openssl.nanos(r.integrity, r.size);
      long decrypting = openssl.nanos(r.cipher, true, r.size) + openssl.nanos(r.integrity, r.size);
      boolean known = openssl.present;
      System.out.printf(Locale.ROOT, "%-29s %5d %12d %5.0f %12d %5.0f %12s %10s %4s%n",
          r.cipher + " / " + r.integrity, r.size,
          r.best[0], r.size * 1000.0 / r.best[0], r.best[1], r.size * 1000.0 / r.best[1],
          known ? reference + "/" + decrypting : "-", known ? "%.2f".formatted((double) reference / r.best[0]) : "-",
          known ? "%.2f".formatted((double) decrypting / r.best[1]) : "-");
    }
  }

  /** {@code openssl speed}, asked once per algorithm and size. */
  private static final class OpenSsl {
    private final Map<List<String>, Long> asked = new HashMap<>();
    private boolean present = true;

    long nanos(Cipher cipher, boolean decrypt, int size) {
      String name = switch (cipher) {
        case NULL -> null;
        case DES -> "des-cbc";
        case TRIPLE_DES -> "des-ede3-cbc";
        case AES_128 -> "aes-128-cbc";
        case AES_192 -> "aes-192-cbc";
        case AES_256 -> "aes-256-cbc";
        case AES_GCM_128 -> "aes-128-gcm";
        case AES_GCM_192 -> "aes-192-gcm";
        case AES_GCM_256 -> "aes-256-gcm";
        case AES_GMAC_128, AES_GMAC_192, AES_GMAC_256 -> "ghash";
      };
      if (name == null) return 0;
      if (name.equals("ghash")) return ask(size + 18, name);
      if (cipher.combined()) return decrypt ? ask(size + 2, "-evp", name, "-aead", "-decrypt") : ask(size + 2, "-evp", name,
          "-aead");
      int blocks = (size + 2 + cipher.blockBytes - 1) / cipher.blockBytes * cipher.blockBytes;
      return decrypt ? ask(blocks, "-evp", name, "-decrypt") : ask(blocks, "-evp", name);
    }

    long nanos(Integrity integrity, int size) {
      return switch (integrity) {
        case NONE -> 0;
        case HMAC_MD5_96 -> ask(size + 24, "-hmac", "md5");
        case HMAC_SHA1_96 -> ask(size + 24, "-hmac", "sha1");
        case HMAC_SHA256_128 -> ask(size + 24, "-hmac", "sha256");
        case HMAC_SHA384_192 -> ask(size + 24, "-hmac", "sha384");
        case HMAC_SHA512_256 -> ask(size + 24, "-hmac", "sha512");
      };
    }

    /** The last line ends in thousands of bytes a second: "4567.89k". */
    private long ask(int bytes, String... algorithm) {
      var command = new ArrayList<>(List.of("openssl", "speed", "-seconds", "1", "-bytes", String.valueOf(bytes)));
      if (Arrays.asList(algorithm).contains("des-cbc")) {
        command.addAll(List.of("-provider", "legacy", "-provider", "default"));
      }
      command.addAll(Arrays.asList(algorithm));
      return present ? asked.computeIfAbsent(command, c -> run(c, bytes)) : 0;
    }

    private long run(List<String> command, int bytes) {
      try {
        var p = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String last = text.substring(text.lastIndexOf(' ') + 1);
        return Math.round(bytes * 1e9 / (Double.parseDouble(last.replace("k", "")) * 1000));
      } catch (IOException | NumberFormatException e) {
        present = false;
        return 0;
      }
    }
  }
}
