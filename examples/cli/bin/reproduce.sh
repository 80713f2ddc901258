#!/usr/bin/env bash
# Evaluates what is there of the paper's figures and writes a table. docs/reproduce.md says where files come from.
# Usage: reproduce.sh WEIGHTS DATA OUT [PATTERN]
#   WEIGHTS/NAME or NAME.pth   a model folder, or an original checkpoint, which is imported once into OUT/models
#   DATA                       annotations and folders of images, laid out as in figures.tsv
#   OUT                        figures.md, the table; one file of output for each figure
#   PATTERN                    only figures whose names match, such as RefCOCO
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
pevl() { java ${PEVL_JAVA_OPTIONS:-} -jar "${PEVL_JAR:-$here/../target/pevl.jar}" "$@"; }
weights=$1 data=$2 out=$3 pattern=${4:-.}
mkdir -p "$out/models" "$out/data"

# The model of a name; prints its folder, or nothing if there is none.
model() {
    if [ -d "$weights/$1" ]; then
        echo "$weights/$1"
    elif [ -d "$out/models/$1" ]; then
        echo "$out/models/$1"
    elif [ -f "$weights/$1.pth" ]; then
        pevl import "$weights/$1.pth" --task "$1" --out "$out/models/$1" >&2
        echo "$out/models/$1"
    fi
}

# The annotations with the labels beside them, under the names that pevl looks for.
annotations() {
    local file
    file=$(realpath "$data/$1")
    case $1 in
        vrd_data/*) labels=VG-SGG-dicts-with-attri.json name=relations-dictionary.json ;;
        gqa/*) labels=answers.json name=answers.json ;;
        *) echo "$file" && return ;;
    esac
    mkdir -p "$out/data/$(dirname "$1")"
    ln -sf "$file" "$out/data/$1"
    ln -sf "$(realpath "$data/$(dirname "$1")/$labels")" "$out/data/$(dirname "$1")/$name"
    echo "$out/data/$1"
}

printf '| figure | published | here | seconds |\n|---|---|---|---|\n' > "$out/figures.md"
done=0
while IFS=$'\t' read -r figure name task file images published; do
    [[ $figure != \#* && $figure =~ $pattern ]] || continue
    folder=$(model "$name")
    if [ -z "$folder" ] || [ ! -f "$data/$file" ]; then
        missing=${folder:+$data/$file}
        printf '| %s | %s | no %s | |\n' "$figure" "$published" "${missing:-$weights/$name.pth}" >> "$out/figures.md"
        continue
    fi
    log=$out/$(tr -c 'a-zA-Z0-9\n' - <<< "$figure").txt
    start=$SECONDS
    pevl evaluate --model "$folder" --task "$task" --data "$(annotations "$file")" --images "$data/$images" > "$log"
    printf '| %s | %s | %s | %s |\n' "$figure" "$published" \
        "$(sed -n 's/^overall *//p' "$log" | sed 's/   */, /g')" $((SECONDS - start)) >> "$out/figures.md"
    done=$((done + 1))
done < "$here/figures.tsv"
cat "$out/figures.md"
[ $done -gt 0 ] || { echo "no figure could be evaluated: docs/reproduce.md says where the files come from" >&2 && exit 1; }
