# tests/hardened.sh: the flags that configure has found for the judge are in the program.
. "${srcdir:-.}/tests/tap.sh"

if ! command -v readelf >/dev/null || ! readelf -h "$top_builddir/modmorph-check" >/dev/null 2>&1; then
  skip "the judge's hardening" "there is no readelf, or no ELF program"
  finish
  exit 0
fi
readelf -hldsW "$top_builddir/modmorph-check" >elf 2>/dev/null

# When configure has chosen that flag, the program shows it.
shows () { # FLAG PATTERN
  case " ${hardening:-} " in
    *" $1 "*) ok "$1 is in the program" grep -qE "$2" elf ;;
    *) skip "$1" "this compiler does not take it, or sanitizers are on" ;;
  esac
}

shows -fstack-protector-strong '__stack_chk_fail'
shows -D_FORTIFY_SOURCE=2 '__(v?sn?printf|v?fprintf|v?printf|memcpy|memset|read|fread)_chk'
shows -pie '^ *Type: +DYN'
shows -Wl,-z,relro ' GNU_RELRO '
shows -Wl,-z,now '(BIND_NOW|FLAGS.* NOW)'
shows -Wl,-z,noexecstack ' GNU_STACK .* RW '
ok "no part of it can be written and run" [ "$(grep -cE '^ *[A-Z_]+ +0x.* RWE ' elf)" -eq 0 ]
finish
