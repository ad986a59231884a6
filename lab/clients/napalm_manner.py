"""What NAPALM's getters for IOS type, and what they look for in the answers."""
import re
import sys

from box_session import Session, step

HOST, PORT, NAME = sys.argv[1], int(sys.argv[2]), sys.argv[3]
IPV4 = r"\d+\.\d+\.\d+\.\d+"
MAC = r"[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}"

GETTERS = [
    # a command; a pattern that must be found, or None where IOS's refusal makes it try another form
    ("show version", r"^%s uptime is (.*)$" % NAME),
    ("show version", r"Software \((.*)\), Version (.*), RELEASE"),
    ("show version", r"^Processor board ID (\S+)"),
    ("show version", r"[Cc]isco (.+?) .+bytes of"),
    ("show ip interface brief", r"^Interface +IP-Address +OK\? Method Status +Protocol$"),
    ("show ip interface brief", r"^FastEthernet0/0 +200\.56\.4\.1 +YES \S+ +up +up *$"),
    ("show interfaces", r"^FastEthernet0/0 is up, line protocol is up"),
    ("show interfaces", r"^  Hardware is .*, address is (%s) \(bia" % MAC),
    ("show interfaces", r"^  Description: outside$"),
    ("show interfaces", r"^  MTU (\d+) bytes, BW (\d+) Kbit"),
    ("show interfaces", r"^ +(\d+) packets input, (\d+) bytes"),
    ("show interfaces", r"^ +(\d+) packets output, (\d+) bytes"),
    ("show interfaces", r"^ +(\d+) input errors"),
    ("show interfaces", r"^ +(\d+) output errors"),
    ("show interfaces", r"Total output drops: (\d+)"),
    ("show interface summary", r"^\* FastEthernet0/0 +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)$"),
    ("show ip interface", r"^  Internet address is (%s/\d+)$" % IPV4),
    ("show ipv6 interface", r"\A\Z"),
    ("show arp | exclude Incomplete", r"^Internet +200\.56\.4\.1 +- +%s +ARPA +FastEthernet0/0$" % MAC),
    ("show ntp associations", r"configured$"),
    ("show ip vrf", r"^ +Name +Default RD +Interfaces$"),
    ("show vrf", None),
    ("show ip route 172.18.0.0 255.255.0.0", r"^Routing entry for 172\.18\.0\.0/16$"),
    ("show ip route 172.18.0.0 255.255.0.0", r'^  Known via "static", distance (\d+), metric (\d+)'),
    ("show ip route 172.18.0.0 255.255.0.0", r"^  \* 200\.56\.4\.250"),
    ("show ip protocols | include bgp", r"\A\Z"),
    ("show processes cpu", r"CPU utilization for five seconds: .*one minute: (\d+)%; five"),
    ("show memory statistics", r"^Processor +\S+ +(\d+) +(\d+) +(\d+)"),
    ("show users", r"vty \d"),
    ("show snmp chassis", r"."),
    ("show lldp neighbors", None),
    ("show cdp neighbors detail", r"CDP is not enabled"),
    ("show bgp summary", None),
    ("show ip bgp summary", r"BGP not active"),
    ("show mac-address-table", None),
    ("show startup-config", r"^hostname %s$" % NAME),
    ("show running-config", r"^hostname %s$" % NAME),
    ("ping 200.56.4.254 timeout 2 size 100 repeat 2", r"Success rate is (\d+) percent \((\d+)/(\d+)\)"),
    ("traceroute 200.56.4.254 timeout 1 probe 1", r"^ +1 200\.56\.4\.254 (\d+ msec|\*)"),
]


def main():
    s = Session(HOST, PORT, r"^%s[>#]$" % NAME)
    for line in ("terminal width 511", "terminal length 0"):
        step(line, s.command(line) == "")
    for command, wanted in GETTERS:
        out = s.command(command)
        if wanted is None:
            step(command, "% Invalid input detected at '^' marker." in out, out)
        else:
            step("%s: %s" % (command, wanted), re.search(wanted, out, re.M), out)


main()
