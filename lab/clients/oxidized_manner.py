"""What Oxidized does to IOS: its prompt pattern, its commands with LF, the lines it drops and the ones it needs."""
import re
import sys

from box_session import Session, step

HOST, PORT, NAME = sys.argv[1], int(sys.argv[2]), sys.argv[3]
PROMPT = r"^([\w.@()-]+[#>]\s?)$"


def main():
    s = Session(HOST, PORT, PROMPT, user="low", password="low")
    step("a prompt", s.greeting.rstrip("\n").endswith(NAME + ">"), s.greeting)
    for line in ("terminal length 0", "terminal width 0"):
        step(line, s.command(line) == "", line)
    s.shell.send("enable\n")
    step("enable asks", "Password: " in s.read(r"assword:\s?$"))
    s.shell.send("ena\n")
    step("enabled", s.read().endswith(NAME + "#"))
    out = s.command("show version")
    for field in (r"^Cisco IOS Software, (.*) Software \((.*)\), Version (.*), ", r"^ROM: System Bootstrap, (Version.*)",
                  r"^(.*) uptime is ", r"^System image file is \"([^\"]*)\"", r"^.isco (\S+) .*processor.* with (\S+) bytes",
                  r"^Processor board ID (\S+)", r"^(\d+[kK]) bytes of (NVRAM|non-volatile)", r"^Configuration register is (.*)"):
        step(field, re.search(field, out, re.M), out)
    step("show vtp status", "% Invalid input" in s.command("show vtp status"))
    out = s.command("show inventory")
    step("show inventory", re.search(r'^NAME: "(.+)", DESCR: "(.+)"\nPID: (\S+) *, VID: (\S+) *, SN: (\S+)$', out, re.M), out)
    out = s.command("show running-config")
    head = out.split("\n")[:3]
    step("three lines to drop", head[0] == "Building configuration..." and head[1] == "" and
         re.match(r"Current configuration : \d+ bytes$", head[2]), head)
    step("the configuration", out.split("\n")[3] == "!" and out.rstrip("\n").endswith("\nend"), out)
    view = s.command("show running-config view full")
    step("the same by its other name", view == out, view)
    s.shell.send("exit\n")
    step("exit ends it", s.ends())


main()
