package net.anotherbox.runtime.release;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The hardware the box passes for: its built-in ports in slot order, as the documents show them, and how it counts its
 * lines: between the console, line 0, and the virtual terminals lie the asynchronous lines that its slots could hold.
 */
public enum Platform {
  C2611XM("2611XM", 65, 66, "FastEthernet0/0", "FastEthernet0/1"),
  C3640("3640", 129, 130, "Ethernet0/0", "FastEthernet1/0", "Serial2/0", "Serial2/1", "Serial2/2", "Serial2/3"),
  C3725("3725", 97, 98, "FastEthernet0/0", "FastEthernet0/1", "FastEthernet1/0"),
  C2911("2911", 1, 388, "GigabitEthernet0/0", "GigabitEthernet0/1", "GigabitEthernet0/2");

  private final String model;
  private final int auxLine;
  private final int firstVty;
  private final List<String> ports;

  Platform(String model, int auxLine, int firstVty, String... ports) {
    this.model = model;
    this.auxLine = auxLine;
    this.firstVty = firstVty;
    this.ports = List.of(ports);
  }

  public String model() {
    return model;
  }

  /** Number of the auxiliary port among all lines. */
  public int auxLine() {
    return auxLine;
  }

  /** Number of virtual terminal 0 among all lines. */
  public int firstVty() {
    return firstVty;
  }

  /** Names of the built-in interfaces, whole. */
  public List<String> ports() {
    return ports;
  }

  public static Optional<Platform> parse(String model) {
    return Arrays.stream(values()).filter(p -> p.model.equalsIgnoreCase(model)).findFirst();
  }
}
