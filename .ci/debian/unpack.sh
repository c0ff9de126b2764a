# shellcheck shell=bash
# Sourced: Debian packages as plain files. apt fetches into a folder of its own and dpkg-deb unpacks, so
# neither root nor a change to the system is needed, and what the system already has is not fetched again.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

have_debian() { have apt-get && have dpkg-deb; }

# debian_lists NAME: reads the package lists, for the functions below. Each user of them has apt files of its own,
# under that NAME, since they may run at the same time. The configuration is a file rather than options, since only
# a file can clear the hooks, which tend the system's own lists.
debian_lists() {
  apt_home=$tools/apt-$1
  mkdir -p "$apt_home/state/lists/partial" "$apt_home/cache/archives/partial"
  cat >"$apt_home/apt.conf" <<CONF
Dir::State "$apt_home/state";
Dir::State::status "/var/lib/dpkg/status";
Dir::Cache "$apt_home/cache";
APT::Sandbox::User "";
APT::Install-Recommends "false";
APT::Get::Assume-Yes "true";
Debug::NoLocking "true";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
CONF
  # A third party's list that cannot be had is no reason to stop: if it matters, a package will be missing.
  apt-get -c "$apt_home/apt.conf" update || true
}

# The names of the packages that match a pattern, oldest version first.
debian_names() { apt-cache -c "$apt_home/apt.conf" search --names-only "$1" | cut -d' ' -f1 | sort -V; }

# debian_unpack FOLDER PACKAGE...: those packages, and of their dependencies those that the system lacks, without the
# manuals and what of Rust's source is not its library.
debian_unpack() {
  local folder=$1 archive
  shift
  apt-get -c "$apt_home/apt.conf" install --reinstall --download-only "$@"
  mkdir -p "$folder"
  for archive in "$apt_home"/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$archive" |
      tar -x -C "$folder" --no-same-owner --no-wildcards-match-slash \
        --exclude='./usr/share/doc' --exclude='./usr/share/man' \
        --exclude='./usr/src/rustc-*/src' --exclude='./usr/src/rustc-*/compiler'
  done
  rm -rf "$apt_home"
}

# debian_start FOLDER PROGRAM: writes FOLDER/bin/<its name>, which starts an unpacked program with the libraries and
# the fonts that were unpacked with it, wherever FOLDER is moved.
debian_start() {
  local start=$1/bin/${2##*/} libraries fonts=
  libraries=$(cd "$1" && find . -path '*/lib/*-linux-gnu*' -name '*.so*' -exec dirname {} + | sort -u |
    sed "s|^\.|\$folder|" | paste -s -d : -)
  # Fonts come along only where the system has none, and nothing there then says where to look for any.
  if [ -d "$1/usr/share/fonts" ]; then
    fonts="export FONTCONFIG_FILE=\$folder/fonts.conf"
    echo '<fontconfig><dir prefix="relative">usr/share/fonts</dir></fontconfig>' >"$1/fonts.conf"
  fi
  mkdir -p "$1/bin"
  cat >"$start" <<START
#!/bin/sh
folder=\${0%/*}/..
$fonts
LD_LIBRARY_PATH=$libraries\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}
export LD_LIBRARY_PATH
exec "\$folder/$2" "\$@"
START
  chmod +x "$start"
}
