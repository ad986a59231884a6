package net.anotherbox.crypto.isakmp.failure;

/**
 * Why what a peer asked for in quick mode does not suit one entry of a crypto map: the first thing that differed.
 *
 * @param where the entry, and the transform set if it is about one
 * @param offered as screens write it; so configured
 */
public record FlowMismatch(String where, Attribute attribute, String offered, String configured) {
  /** What can differ, in the order in which it is looked at. */
  public enum Attribute { PROXIES, TRANSFORMS, MODE, PFS }
}
