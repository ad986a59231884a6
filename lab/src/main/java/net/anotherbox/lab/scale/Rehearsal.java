package net.anotherbox.lab.scale;

import net.anotherbox.box.Main;

/**
 * What the build has the JVM watch for its cache of linked and profiled classes: tunnels between two boxes in memory, then a
 * start of the product, which gets the arguments. So a box's first tunnel is not much slower than its others.
 */
public final class Rehearsal {
  /** So many that what they go through counts as often used. */
  private static final int TUNNELS = 20;

  private Rehearsal() {}

  public static void main(String[] args) throws Exception {
    var boxes = new TwoBoxes();
    for (int i = 0; i < TUNNELS; i++) boxes.tunnel();
    Main.main(args);
  }
}
