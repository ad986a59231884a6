package net.anotherbox.crypto.trace;

import net.anotherbox.runtime.log.DebugFlag;

/** The switches of {@code debug crypto}, each with its catalogue. */
public enum Switch {
  ISAKMP("crypto isakmp", "Crypto ISAKMP debugging", "isakmp.msg"),
  ENGINE("crypto engine", "Crypto Engine debugging", "engine.msg"),
  IPSEC("crypto ipsec", "Crypto IPSEC debugging", "ipsec.msg");

  private final DebugFlag flag;
  private final String file;

  Switch(String command, String item, String file) {
    this.flag = new DebugFlag(command, "Cryptographic Subsystem", item);
    this.file = file;
  }

  public DebugFlag flag() {
    return flag;
  }

  String file() {
    return file;
  }
}
