#!/usr/bin/env bash
# Tries reproduce.sh with drawn scenes in the layout of the original's files, and a small model in place of the published.
# Usage: reproduce-trial.sh OUT [IMAGES]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$1 images=${2:-100}
zoo=$here/../../../pevl-zoo/src/main/resources/io/github/pevl/zoo/pevl-everyday
java -jar "${PEVL_JAR:-$here/../target/pevl.jar}" scenes --world everyday --count "$images" --seed 7 --out "$out/scenes"

mkdir -p "$out/weights" "$out/data"/{grounding,vrd_data,vcr,gqa}
weights() { # name
    mkdir -p "$out/weights/$1"
    find "$zoo" -type f -exec cp {} "$out/weights/$1/" \;
}
for name in refcoco refcoco-plus refcocog flickr30k vrd vcr gqa; do weights $name; done

scenes=$out/scenes data=$out/data
for split in refcoco_val refcoco_testA refcoco_testB refcocop_val refcocop_testA refcocop_testB refcocog_val refcocog_test; do
    cp "$scenes/eval.json" "$data/grounding/$split.json"
done
for split in val test; do cp "$scenes/captions-eval.json" "$data/grounding/flickr_single_bbox_$split.json"; done
cp "$scenes/relations-eval.json" "$data/vrd_data/vrd_test.json"
cp "$scenes/relations-dictionary.json" "$data/vrd_data/VG-SGG-dicts-with-attri.json"
for part in QA QAR; do cp "$scenes/choices-eval.json" "$data/vcr/pevl_vcr_val_${part}_data.json"; done
cp "$scenes/questions-eval.json" "$data/gqa/pevl_gqa_balanced_val_data.json"
cp "$scenes/answers.json" "$data/gqa/answers.json"
for folder in coco flickr30k vg vcr gqa; do
    [ -e "$data/$folder/images" ] || { mkdir -p "$data/$folder" && cp -r "$scenes"/images "$data/$folder/"; }
done

"$here/reproduce.sh" "$out/weights" "$data" "$out/reproduced"
