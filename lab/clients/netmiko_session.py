"""What people do with netmiko, on a box that listens at HOST PORT. Prints a line for each thing that worked.

Users: admin/adm at level 15, low/low at level 1; enable secret "ena".
"""
import os
import shutil
import sys
import tempfile

from netmiko import ConnectHandler, file_transfer
from netmiko.ssh_autodetect import SSHDetect
try:
    from netmiko import NetmikoAuthenticationException as Refused
except ImportError:
    from netmiko.ssh_exception import NetMikoAuthenticationException as Refused

HOST, PORT, NAME = sys.argv[1], int(sys.argv[2]), sys.argv[3]


def device(**other):
    d = dict(device_type="cisco_ios", host=HOST, port=PORT, username="admin", password="adm", secret="ena",
             timeout=20, auth_timeout=20, banner_timeout=20, global_delay_factor=0.3)
    d.update(other)
    return d


def step(name, worked, seen=""):
    if not worked:
        print("FAILED", name, repr(seen))
        sys.exit(1)
    print("ok", name, flush=True)


def reading(c):
    step("prompt", c.find_prompt() == NAME + "#", c.find_prompt())
    step("base prompt", c.base_prompt == NAME, c.base_prompt)
    out = c.send_command("show version")
    step("show version", "Configuration register is" in out and out.startswith("Cisco"), out)
    out = c.send_command("show running-config")
    step("show running-config", out.startswith("Building configuration...") and out.rstrip().endswith("\nend"), out)
    step("the same twice", out == c.send_command("show running-config"), out)
    out = c.send_command("show ip interface brief | include Loopback")
    step("a filter", "Loopback0" in out and "FastEthernet" not in out, out)
    out = c.send_command("show nonsense")
    step("an error", "% Invalid input detected at '^' marker." in out, out)
    step("alive", c.is_alive())


def configuring(c):
    out = c.send_config_set(["interface Loopback77", "description made by netmiko", "ip address 10.77.0.1 255.255.255.255"])
    step("configuration", "(config-if)#" in out and "% " not in out, out)
    step("back in exec mode", not c.check_config_mode())
    out = c.send_command("show running-config interface Loopback77")
    step("it stands", " description made by netmiko" in out, out)
    lines = ["access-list 150 permit tcp host 10.%d.%d.1 any eq www" % (i // 250, i % 250) for i in range(60)]
    out = c.send_config_set(lines, delay_factor=0.05, cmd_verify=False) if "cmd_verify" in \
        c.send_config_set.__code__.co_varnames else c.send_config_set(lines, delay_factor=0.05)
    step("60 lines", out.count("(config)#access-list 150") == 60, out[-500:])
    out = c.send_command("show running-config | include access-list 150")
    step("all of them stand", out.count("access-list 150 permit tcp host") == 60, out[-500:])
    out = c.send_config_set(["interface Loopback77", "ip address 1.2.3.4 255.0.255.0"])
    step("a refused line says why", "Bad mask 0xFF00FF00 for address 1.2.3.4" in out, out)
    c.send_config_set(["no access-list 150", "no interface Loopback77"])
    step("taken back", "Loopback77" not in c.send_command("show running-config"))
    out = c.save_config()
    step("save", "[OK]" in out, out)
    out = c.save_config(cmd="copy running-config startup-config", confirm=True)
    step("save with a question", "[OK]" in out, out)
    out = c.send_command("clear logging", expect_string=r"confirm")
    out += c.send_command("\n", expect_string=r"#", strip_prompt=False, strip_command=False)
    step("a confirmation", "[confirm]" in out, out)


def files(c):
    """There and back by SCP: netmiko looks at the directory, at the room left and at the MD5 sum."""
    c.send_config_set(["ip scp server enable"])
    folder = tempfile.mkdtemp()
    here = os.path.join(folder, "from-netmiko.txt")
    back = os.path.join(folder, "back.txt")
    with open(here, "w") as f:
        f.write("one line\n" * 500)
    try:
        put = file_transfer(c, source_file=here, dest_file="from-netmiko.txt", file_system="flash:", direction="put")
        step("a file is put", put["file_transferred"] and put["file_verified"], put)
        put = file_transfer(c, source_file=here, dest_file="from-netmiko.txt", file_system="flash:", direction="put")
        step("it is there", put["file_exists"] and put["file_verified"] and not put["file_transferred"], put)
        got = file_transfer(c, source_file="from-netmiko.txt", dest_file=back, file_system="flash:", direction="get")
        step("and got back", got["file_verified"] and open(back).read() == open(here).read(), got)
    finally:
        shutil.rmtree(folder)


def levels():
    c = ConnectHandler(**device(username="low", password="low"))
    step("user mode", c.find_prompt() == NAME + ">", c.find_prompt())
    c.enable()
    step("enable", c.check_enable_mode() and c.find_prompt() == NAME + "#", c.find_prompt())
    c.exit_enable_mode()
    step("disable", c.find_prompt() == NAME + ">", c.find_prompt())
    c.disconnect()
    c = ConnectHandler(**device(username="low", password="low", secret="wrong"))
    try:
        c.enable()
        step("a wrong secret is refused", False)
    except ValueError:
        step("a wrong secret is refused", True)
    c.disconnect()


def main():
    try:
        ConnectHandler(**device(password="wrong"))
        step("a wrong password raises", False)
    except Refused:
        step("a wrong password raises", True)
    guess = SSHDetect(**device(device_type="autodetect")).autodetect()
    step("autodetect", guess == "cisco_ios", guess)
    c = ConnectHandler(**device())
    reading(c)
    configuring(c)
    files(c)
    c.disconnect()
    fast = ConnectHandler(**device(fast_cli=True))
    step("fast_cli", "uptime is" in fast.send_command("show version"))
    fast.disconnect()
    for i in range(2):
        again = ConnectHandler(**device())
        step("connection %d" % i, again.find_prompt() == NAME + "#")
        again.disconnect()
    levels()


main()
