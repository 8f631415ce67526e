# Sourced by guest tests: TAP without a plan. End with `finish`.
# The commands may be functions of the test. Their output is shown only when the check fails.
PASSED=0 FAILED=0

ok() { PASSED=$((PASSED + 1)); echo "ok $((PASSED + FAILED)) - $*"; }
not_ok() { FAILED=$((FAILED + 1)); echo "not ok $((PASSED + FAILED)) - $*"; }
comment() { sed 's/^/# /' <<<"$*"; }

_report() { # wanted(0|1) name cmd…
  local wanted=$1 name=$2 out rc=0
  shift 2
  out=$("$@" 2>&1 </dev/null) || rc=$?
  if [ $((rc != 0)) = "$wanted" ]; then ok "$name"; else
    not_ok "$name"
    comment "status $rc of: $*"
    [ -z "$out" ] || comment "$out"
  fi
}
check() { _report 0 "$@"; }
check_fails() { _report 1 "$@"; }

# check_is NAME EXPECTED CMD…: the command's whole output is EXPECTED.
check_is() {
  local name=$1 expected=$2 out
  shift 2
  out=$("$@" 2>&1 </dev/null) || true
  if [ "$out" = "$expected" ]; then ok "$name"; else
    not_ok "$name"
    comment "expected: $expected"
    comment "got:      $out"
  fi
}

# eventually SECONDS CMD…: for what happens a little later, tried every fifth of a second.
eventually() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do [ $SECONDS -lt $end ] || return 1; sleep .2; done
}

finish() {
  echo "1..$((PASSED + FAILED))"
  echo "$PASSED passed, $FAILED failed"
  [ "$FAILED" = 0 ]
}
