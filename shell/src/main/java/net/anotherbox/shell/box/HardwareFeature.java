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
    g.line(Mode.CONFIG, "boot {bootstrap|buffersize|config|host|network}:what LINE", "Bootstrap image file",
        "Specify the buffer size for netbooting a config file", "Configuration file", "Router-specific config file",
        "Network-wide config file", "Its parameters").slot("boot").keyed("what").kept(host);
    g.line(Mode.CONFIG, "config-register WORD:value", "Define the configuration register", "Config register number")
        .slot("config-register")
        .printed("12.2 -").kept(host);
    g.line(Mode.CONFIG, "memory-size iomem <5-50>:percent", "Adjust memory size by percentage",
        "Adjust the percentage of total memory for I/O",
        "Percentage of DRAM to use for I/O memory").slot("memory-size iomem").clearsOnNo().kept("memory is the host's");
    g.line(Mode.CONFIG, "resource policy", "Resource Owner/User policies", "Configure Resource Policies")
        .kept("the host shares out its resources");
    g.line(Mode.CONFIG, "license LINE", "Configure license features", "Its parameters").many().kept("no licence is needed");
    g.line(Mode.CONFIG, "upgrade fpd auto", "Commands to upgrade field-programmable devices", "Field-programmable devices",
        "Upgrade by itself")
        .kept("there are no such devices");
    g.line(Mode.CONFIG, "hw-module LINE", "Control of individual components in the system", "Its parameters").many()
        .kept("there are no modules");
    g.line(Mode.CONFIG, "platform LINE", "Platform specific configuration", "Its parameters").many().negatable()
        .kept("the platform is the host");
  }

  private static void planes(Grammar g) {
    g.line(Mode.CONFIG, "control-plane [host:part]", "Configure control plane services", "Control plane host configuration")
        .opens(CONTROL_PLANE).keyed("part").kept("an empty control plane policy");
    g.line(CONTROL_PLANE, "service-policy {input|output}:direction WORD:policy", "Configure QOS Service Policy",
        "Assign policy-map to the input of the control plane", "Assign policy-map to the output of the control plane",
        "policy-map name")
        .slot("service-policy").keyed("direction").security().partial("packets to the box are not policed");
    g.line(CONTROL_PLANE, "management-interface LINE", "Configure interface for receiving management traffic",
        "Its parameters").many().security()
        .partial("management traffic is taken on every interface");
    g.line(Mode.CONFIG, "redundancy", "Enter redundancy mode").opens(REDUNDANCY).kept("there is one processor");
    g.line(REDUNDANCY, "mode WORD", "redundancy mode for this chassis", "Mode").slot("mode").kept("there is one processor");
    g.line(Mode.CONFIG, "gatekeeper", "Configure a gatekeeper").opens(GATEKEEPER).kept("there is no gatekeeper");
    g.line(GATEKEEPER, "shutdown", "Shutdown the gatekeeper").kept("there is no gatekeeper");
    g.line(Mode.CONFIG, "multilink bundle-name {authenticated|both|endpoint}", "PPP multilink global configuration",
        "Select method for naming multilink bundles", "Use Authenticated name", "Use both names",
        "Use Endpoint Discriminator")
        .slot("multilink bundle-name").clearsOnNo().kept("there is no PPP");
    g.line(Mode.CONFIG, "spanning-tree LINE", "Spanning Tree Subsystem", "Its parameters").many().negatable()
        .kept("the ports are not bridged");
    g.line(Mode.CONFIG, "vtp LINE", "Configure global VTP state", "Its parameters").many()
        .kept("there are no VLANs between switches");
    g.line(Mode.CONFIG, "ethernet lmi ce", "Ethernet configuration", "LMI", "Customer edge").kept("there is no LMI");
    g.line(Mode.CONFIG, "cts LINE", "Cisco Trusted Security commands", "Its parameters").many().security()
        .partial("packets carry no tags");
  }

  private static void voice(Grammar g) {
    String none = "there is no telephony";
    g.line(Mode.CONFIG, "mmi {auto-configure|polling-interval|pvc|snmp-timeout}:what [<1-86400>]", "MMI configuration",
        "Automatic configuration",
        "Polling interval", "PVC", "SNMP timeout", "Seconds").slot("mmi").keyed("what").negatable().kept(none);
    g.line(Mode.CONFIG, "mgcp {behavior|fax|profile}:what LINE", "Config mgcp", "MGCP behaviour", "MGCP fax",
        "MGCP profile", "Its parameters")
        .many().kept(none);
    g.line(Mode.CONFIG, "voice-card <0-9>:slot", "Configure a specific voice card", "Voice card number").opens(VOICE_CARD)
        .keyed("slot").kept(none);
    g.line(VOICE_CARD, "dspfarm", "DSP farm").negatable().kept(none);
    g.line(Mode.CONFIG, "dial-peer cor custom", "Dial Map (Peer) configuration commands", "Class of Restriction",
        "Create custom COR names").kept(none);
    g.line(Mode.CONFIG, "call rsvp-sync", "Configure Call parameters", "Configure RSVP synchronization").kept(none);
    g.line(Mode.CONFIG, "call-home", "Enter call-home configuration mode").kept("nobody is called");
  }

  private static void rest(Grammar g) {
    g.prefix(Mode.CONFIG, "scheduler", "Scheduler parameters");
    g.line(Mode.CONFIG, "scheduler allocate [<400-60000> <100-4000>]", "Guarantee CPU time for processes",
        "Microseconds handling network interrupts", "Microseconds running processes").slot("scheduler allocate").negatable()
        .clearsOnNo()
        .kept("the host shares out its processors");
    g.line(Mode.CONFIG, "scheduler {interval|max-task-time} <0-2147483647>",
        "Maximum interval before running lowest priority process",
        "Length of time a process may run", "Milliseconds").many().kept("the host shares out its processors");
    g.line(Mode.CONFIG, "exception LINE", "Exception handling", "Its parameters").many()
        .kept("the host keeps what a crash leaves");
    g.line(Mode.CONFIG, "parser {cache|config cache interface|view WORD}", "Configure parser", "Configure parser cache",
        "Configure config generation",
        "Cache", "Interface", "View Commands", "View Name").many().negatable().kept("the parser needs none");
    g.line(Mode.CONFIG, "subscriber templating", "Subscriber configuration", "Templating").kept("there are no subscribers");
    g.line(Mode.CONFIG, "event manager LINE", "Event related configuration commands", "Embedded event manager",
        "Its parameters").many()
        .partial("events run no applets");
    g.line(Mode.CONFIG, "file prompt {alert|noisy|quiet}", "Adjust file system parameters", "Degree of prompting",
        "Prompt only for destructive operations",
        "Confirm all file operation parameters", "Seldom prompt").slot("file prompt").clearsOnNo()
        .partial("questions stay as they are");
  }
}
