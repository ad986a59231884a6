package net.anotherbox.shell.box;

import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;

/** Lines about the image and the hardware of the original, and about subsystems that the box has none of. */
final class HardwareFeature implements Feature {
  private static final Mode CONTROL_PLANE = new Mode("config-cp", "config-cp", "Control plane configuration commands:");
  private static final Mode REDUNDANCY = new Mode("config-red", "config-red", "Redundancy configuration commands:");
  private static final Mode GATEKEEPER = new Mode("config-gk", "config-gk", "Gatekeeper config commands:");
  private static final Mode VOICE_CARD = new Mode("config-voicecard", "config-voicecard",
      "Voice card configuration commands:");

  @Override
  public void declare(Grammar g) {
    boot(g);
    planes(g);
    voice(g);
    rest(g);
  }

  private static void boot(Grammar g) {
    String host = "the box is started by its host";
    g.line(Mode.CONFIG, "boot-start-marker", "boot start marker").kept(host);
    g.line(Mode.CONFIG, "boot-end-marker", "boot end marker").kept(host);
    g.prefix(Mode.CONFIG, "boot", "Modify system boot parameters");
    g.line(Mode.CONFIG, "boot system LINE:image", "System image file", "Image").slot("boot system").many().clearsOnNo()
        .kept(host);
    g.line(Mode.CONFIG, "config-register WORD:value", "Define the configuration register", "Config register number")
        .slot("config-register")
        .printed("12.2 -").kept(host);
  }

  private static void planes(Grammar g) {
    g.line(Mode.CONFIG, "control-plane [{host|transit|cef-exception}:part]", "Configure control plane services",
        "Control plane host configuration", "Control plane transit configuration",
        "Control plane cef-exception configuration")
        .opens(CONTROL_PLANE).keyed("part").standing().kept("an empty control plane policy");
    g.line(CONTROL_PLANE, "service-policy {input|output}:direction WORD:policy", "Configure QOS Service Policy",
        "Assign policy-map to the input of the control plane", "Assign policy-map to the output of the control plane",
        "policy-map name")
        .slot("service-policy").keyed("direction").security().partial("packets to the box are not policed");
    g.line(CONTROL_PLANE, "management-interface LINE", "Configure interface for receiving management traffic",
        "Its parameters").many().security()
        .partial("management traffic is taken on every interface");
    g.line(Mode.CONFIG, "redundancy", "Enter redundancy mode").opens(REDUNDANCY).standing().kept("there is one processor");
    g.line(Mode.CONFIG, "multilink bundle-name {authenticated|both|endpoint|host|none}",
        "PPP multilink global configuration",
        "Select method for naming multilink bundles", "Use Authenticated name", "Use both names",
        "Use Endpoint Discriminator", "Use the name of this host", "Use no name")
        .slot("multilink bundle-name").clearsOnNo().kept("there is no PPP");
    g.line(Mode.CONFIG, "gatekeeper", "Configure a gatekeeper").opens(GATEKEEPER).kept("there is no gatekeeper");
    g.line(GATEKEEPER, "shutdown", "Shutdown the gatekeeper").kept("there is no gatekeeper");
  }

  private static void voice(Grammar g) {
    String none = "there is no telephony";
    g.line(Mode.CONFIG, "voice-card <0-9>:slot", "Configure a specific voice card", "Voice card number").opens(VOICE_CARD)
        .keyed("slot").kept(none);
    g.line(VOICE_CARD, "dspfarm", "DSP farm").negatable().kept(none);
  }

  private static void rest(Grammar g) {
    g.prefix(Mode.CONFIG, "scheduler", "Scheduler parameters");
    g.line(Mode.CONFIG, "scheduler allocate [<400-60000> <100-4000>]", "Guarantee CPU time for processes",
        "Microseconds handling network interrupts", "Microseconds running processes").slot("scheduler allocate").negatable()
        .clearsOnNo()
        .kept("the host shares out its processors");
    g.line(Mode.CONFIG, "scheduler interval <0-2147483647>", "Maximum interval before running lowest priority process",
        "Milliseconds").negatable().kept("the host shares out its processors");
    g.line(Mode.CONFIG, "scheduler max-task-time <0-2147483647>", "Length of time a process may run", "Milliseconds")
        .negatable().kept("the host shares out its processors");
  }
}
