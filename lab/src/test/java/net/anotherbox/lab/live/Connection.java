package net.anotherbox.lab.live;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A connection {@code p} with one child {@code c1} in the words of strongSwan's swanctl.conf. What differs from a plain
 * tunnel between the site's two addresses is set by key; a key with a dot belongs to a section within.
 */
final class Connection {
  static final String BOX = "200.56.4.1";
  static final String PEER = "200.100.1.1";
  static final String SECRET = "thisisasecretpassword";

  private final Map<String, String> ike = new LinkedHashMap<>();
  private final Map<String, String> child = new LinkedHashMap<>();
  private String localId = PEER;
  private String remoteId = BOX;

  Connection(String ikeProposals, String childProposals) {
    ike.put("version", "1");
    ike.put("local_addrs", PEER);
    ike.put("remote_addrs", BOX);
    ike.put("proposals", ikeProposals);
    ike.put("rekey_time", "86400s");
    ike.put("rand_time", "0s");
    ike.put("unique", "replace");
    ike.put("keyingtries", "1");
    ike.put("mobike", "no");
    proposing(childProposals);
    child.put("local_ts", "172.18.30.0/24");
    child.put("remote_ts", "192.168.100.0/24");
    child.put("mode", "tunnel");
    child.put("rekey_time", "3600s");
    child.put("rand_time", "0s");
  }

  /** @param proposals of ESP, or behind {@code ah:} of AH */
  Connection proposing(String proposals) {
    child.remove("ah_proposals");
    child.remove("esp_proposals");
    child.put(proposals.startsWith("ah:") ? "ah_proposals" : "esp_proposals", proposals.replaceFirst("^ah:", ""));
    return this;
  }

  /** Of the connection. */
  Connection with(String key, String value) {
    ike.put(key, value);
    return this;
  }

  /** Of its child. */
  Connection child(String key, String value) {
    child.put(key, value);
    return this;
  }

  Connection identities(String local, String remote) {
    localId = local;
    remoteId = remote;
    return this;
  }

  String swanctl() {
    var out = new StringBuilder("connections { p {\n");
    ike.forEach((k, v) -> out.append("  ").append(k).append(" = ").append(v).append('\n'));
    out.append("  local {\n auth = psk\n id = ").append(localId).append(" }\n  remote {\n auth = psk\n id = ")
        .append(remoteId).append(" }\n  children { c1 {\n");
    child.forEach((k, v) -> out.append("    ").append(k).append(" = ").append(v).append('\n'));
    return out.append("  } }\n} }\nsecrets { ike-any { secret = \"").append(SECRET).append("\" } }\n").toString();
  }
}
