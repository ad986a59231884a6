package net.anotherbox.box;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.anotherbox.plane.linux.LinuxHost;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;

/**
 * A crypto plane that also writes the keys of each SA to a file, in the form of Wireshark's table {@code esp_sa}. For those
 * who look for faults in a capture: whoever has the file can read the traffic. Off unless asked for on the command line.
 */
final class SaKeyExport implements CryptoPlane, AutoCloseable {
  private static final int CLOSE_SECONDS = 2;

  private final CryptoPlane plane;
  private final Path file;
  private final Consumer<String> failed;
  /** A disk may be slow: the control thread does not wait for it. */
  private final ExecutorService writer = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().name("sa-keys").daemon().factory());

  /**
   * Makes the file anew, for its owner alone.
   *
   * @param failed told on the writer's thread when a key could not be written
   * @throws IOException if this is not root's process, or the file cannot be made
   */
  SaKeyExport(CryptoPlane plane, Path file, Consumer<String> failed) throws IOException {
    if (!LinuxHost.root()) throw new IOException("only root may export keys");
    this.plane = plane;
    this.file = file;
    this.failed = failed;
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("not a regular file");
    }
    Files.deleteIfExists(file);
    Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))).close();
  }

  private static String line(SaSpec sa, SaSpec.Esp esp) {
    var hex = HexFormat.of();
    String from = (sa.inbound() ? sa.remote() : sa.local()).toString();
    String to = (sa.inbound() ? sa.local() : sa.remote()).toString();
    return "\"%s\",\"%s\",\"%s\",\"0x%08x\",\"%s\",\"%s\",\"%s\",\"%s\",\"32-bit\",\"\"%n".formatted(
        sa.local() instanceof Ipv4 ? "IPv4" : "IPv6", from, to, esp.spi(), cipher(esp.cipher()), key(hex, esp.cipherKey()),
        integrity(esp), key(hex, esp.integrityKey()));
  }

  private static String key(HexFormat hex, byte[] key) {
    return key.length == 0 ? "" : "0x" + hex.formatHex(key);
  }

  private static String cipher(Cipher c) {
    return switch (c) {
      case NULL, AES_GMAC_128, AES_GMAC_192, AES_GMAC_256 -> "NULL";
      case DES -> "DES-CBC [RFC2405]";
      case TRIPLE_DES -> "TripleDES-CBC [RFC2451]";
      case AES_128, AES_192, AES_256 -> "AES-CBC [RFC3602]";
      case AES_GCM_128, AES_GCM_192, AES_GCM_256 -> "AES-GCM with 16 octet ICV [RFC4106]";
    };
  }

  private static String integrity(SaSpec.Esp esp) {
    return switch (esp.integrity()) {
      case NONE -> esp.cipher().combined() ? "ANY 128 bit authentication [no checking]" : "NULL";
      case HMAC_MD5_96 -> "HMAC-MD5-96 [RFC2403]";
      case HMAC_SHA1_96 -> "HMAC-SHA-1-96 [RFC2404]";
      case HMAC_SHA256_128 -> "HMAC-SHA-256-128 [RFC4868]";
      case HMAC_SHA384_192 -> "HMAC-SHA-384-192 [RFC4868]";
      case HMAC_SHA512_256 -> "HMAC-SHA-512-256 [RFC4868]";
    };
  }

  private void write(String line) {
    try {
      Files.writeString(file, line, StandardCharsets.US_ASCII, StandardOpenOption.WRITE, StandardOpenOption.APPEND,
          LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      failed.accept(Options.reason(e));
    }
  }

  @Override
  public void install(SaSpec sa) {
    sa.esp().map(e -> line(sa, e)).ifPresent(line -> writer.execute(() -> write(line)));
    plane.install(sa);
  }

  @Override
  public void events(Events listener) {
    plane.events(listener);
  }

  @Override
  public void flows(FlowTable table) {
    plane.flows(table);
  }

  @Override
  public void move(long handle, Address remote, int remotePort) {
    plane.move(handle, remote, remotePort);
  }

  @Override
  public SaCounters remove(long handle) {
    return plane.remove(handle);
  }

  @Override
  public SaCounters counters(long handle) {
    return plane.counters(handle);
  }

  @Override
  public IdentCounters counters(String interfaceName, long ident) {
    return plane.counters(interfaceName, ident);
  }

  @Override
  public void close() {
    writer.shutdown();
    try {
      writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
