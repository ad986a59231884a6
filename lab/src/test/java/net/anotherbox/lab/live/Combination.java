package net.anotherbox.lab.live;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One way to bring a tunnel up: every choice that the two ends can make. Values are positions in the lists below.
 *
 * @param choices one for each of {@link #FACTORS}
 */
record Combination(List<Integer> choices) {
  private static final List<String> FACTORS = List.of("exchange", "encr", "hash", "group", "pfs", "esp", "auth");
  private static final List<List<String>> VALUES = List.of(List.of("box main", "peer main", "box aggressive",
      "peer aggressive"), List.of("des", "3des", "aes", "aes 256"), List.of("md5", "sha", "sha256"), List.of("1", "2",
          "5", "14"),
      List.of("no", "yes"), List.of("esp-des", "esp-3des", "esp-aes", "esp-aes 256"), List.of("esp-md5-hmac", "esp-sha-hmac",
      "esp-sha256-hmac"));
  private static final List<String> SWAN_CIPHERS = List.of("des", "3des", "aes128", "aes256");
  private static final List<String> SWAN_HASHES = List.of("md5", "sha1", "sha256");
  private static final List<String> SWAN_GROUPS = List.of("modp768", "modp1024", "modp1536", "modp2048");

  /** Few combinations in which any two choices that can be made together are made together. */
  static List<Combination> pairs() {
    Set<List<Integer>> open = new HashSet<>();
    for (int f = 0; f < FACTORS.size(); f++)
      for (int g = f + 1; g < FACTORS.size(); g++)
        for (int a = 0; a < VALUES.get(f).size(); a++)
          for (int b = 0; b < VALUES.get(g).size(); b++) open.add(List.of(f, a, g, b));
    var found = new ArrayList<Combination>();
    while (!open.isEmpty()) {
      Combination best = null;
      int most = 0;
      for (Combination c : all()) {
        int covers = c.covered(open).size();
        if (covers <= most) continue;
        best = c;
        most = covers;
      }
      open.removeAll(best.covered(open));
      found.add(best);
    }
    return found;
  }

  /**
   * Who begins, mode, cipher, hash, group and PFS in every combination; ESP's cipher and hash run through theirs beside
   * them, so that each meets each of phase 1's.
   */
  static List<Combination> all() {
    var found = new ArrayList<Combination>();
    for (int n = 0; n < 384; n++) {
      int esp = n % 12 + n / 12;
      found.add(new Combination(List.of(n / 96, n % 4, n / 4 % 3, n / 12 % 4, n / 48 % 2, esp % 4,
          (esp + n / 4) % 3)));
    }
    return found;
  }

  private List<List<Integer>> covered(Set<List<Integer>> open) {
    var found = new ArrayList<List<Integer>>();
    for (int f = 0; f < FACTORS.size(); f++) {
      for (int g = f + 1; g < FACTORS.size(); g++) {
        var pair = List.of(f, choices.get(f), g, choices.get(g));
        if (open.contains(pair)) found.add(pair);
      }
    }
    return found;
  }

  private String value(String factor) {
    int f = FACTORS.indexOf(factor);
    return VALUES.get(f).get(choices.get(f));
  }

  private String swan(String factor, List<String> words) {
    return words.get(choices.get(FACTORS.indexOf(factor)));
  }

  boolean boxBegins() {
    return value("exchange").startsWith("box");
  }

  boolean aggressive() {
    return value("exchange").endsWith("aggressive");
  }

  boolean pfs() {
    return value("pfs").equals("yes");
  }

  /** The router's lines. */
  String lines() {
    String peer = "crypto isakmp peer address " + Connection.PEER;
    return "crypto isakmp policy 1\nencr " + value("encr") + "\nhash " + value("hash") + "\ngroup " + value("group")
        + "\ncrypto ipsec transform-set T " + value("esp") + " " + value("auth") + "\ncrypto map IPSEC 60 ipsec-isakmp\n"
        + (pfs() ? "set pfs group" + value("group") : "no set pfs")
        + (aggressive() && boxBegins() ? "\n" + peer + "\nset aggressive-mode password " + Connection.SECRET
            + "\nset aggressive-mode client-endpoint ipv4-address " + Connection.BOX : "");
  }

  /** What takes back of {@link #lines} that the next combination would not replace. */
  String withdrawal() {
    return aggressive() && boxBegins() ? "no crypto isakmp peer address " + Connection.PEER : "";
  }

  Connection peer() {
    String group = swan("group", SWAN_GROUPS);
    return new Connection(swan("encr", SWAN_CIPHERS) + "-" + swan("hash", SWAN_HASHES) + "-" + group,
        swan("esp", SWAN_CIPHERS) + "-" + swan("auth", SWAN_HASHES) + (pfs() ? "-" + group : ""))
            .with("aggressive", aggressive() ? "yes" : "no");
  }

  /** What swanctl must list of the ISAKMP SA. */
  String ikeInForce() {
    List<String> ciphers = List.of("DES_CBC", "3DES_CBC", "AES_CBC-128", "AES_CBC-256");
    return swan("encr", ciphers) + "/" + swan("hash", List.of("HMAC_MD5_96", "HMAC_SHA1_96", "HMAC_SHA2_256_128")) + "/"
        + swan("hash", List.of("PRF_HMAC_MD5", "PRF_HMAC_SHA1", "PRF_HMAC_SHA2_256")) + "/"
        + swan("group", List.of("MODP_768", "MODP_1024", "MODP_1536", "MODP_2048"));
  }

  /** What swanctl must list of the IPsec SAs. */
  String espInForce() {
    return "ESP:" + swan("esp", List.of("DES_CBC", "3DES_CBC", "AES_CBC-128", "AES_CBC-256")) + "/"
        + swan("auth", List.of("HMAC_MD5_96", "HMAC_SHA1_96", "HMAC_SHA2_256_128"))
        + (pfs() ? "/" + swan("group", List.of("MODP_768", "MODP_1024", "MODP_1536", "MODP_2048")) : "");
  }

  @Override
  public String toString() {
    return (boxBegins() ? "box" : "peer") + " begins, " + (aggressive() ? "aggressive" : "main") + " mode, "
        + value("encr") + " " + value("hash") + " group "
        + value("group") + ", " + value("esp") + " " + value("auth") + (pfs() ? ", PFS" : ", no PFS");
  }
}
