#!/bin/busybox sh
# The first program of a board that runs kvmsh itself: it loads the modules and sends along the link what kvmsh prints and then,
# behind an ASCII record separator, the exit status.
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
while read -r module parameters; do
  # In one word, since a quoted value can have blanks.
  insmod "$module" ${parameters:+"$parameters"}
done < /modules
port=
until [ -n "$port" ]; do
  for known in /sys/class/virtio-ports/*; do
    [ "$(cat "$known/name" 2> /dev/null)" != kvmsh ] || port=/dev/${known##*/}
  done
  [ -n "$port" ] || sleep 0.05
done
for java in /usr/lib/jvm/*/bin/java; do
  :
done
cd /kvmsh
{
  # Where the compiler is emulated its work pays later than elsewhere; the heap is large enough for no collection.
  KVMSH_SUPERVISOR=$$ KVMSH_STATUS=9 HOME=/tmp "$java" -XX:TieredStopAtLevel=1 -XX:Tier3InvocationThreshold=3000 -XX:Tier3MinInvocationThreshold=1500 \
    -XX:Tier3CompileThreshold=15000 -XX:Tier3BackEdgeThreshold=60000 -Xmn160m -XX:+UseSerialGC -XX:-UsePerfData -Xlog:disable \
    -Dfile.encoding=UTF-8 -Dpicocli.disable.closures=true -Djna.tmpdir=/tmp -cp '@CLASSPATH@' \
    org.kvmsh.repl.Main -b kvm '@SCRIPT@' 9<> /status
  status=$?
  # A script may end its JVM with status 0: success is what the program itself says.
  [ $status != 0 ] || status=$(cat /status)
  [ -n "$status" ] || echo 'kvmsh on the board ended before its script did'
  printf '\036%d\n' "${status:-1}"
} > "$port" 2>&1
poweroff -f
