#!/usr/bin/env bash
# Makes NotoSansSC-subset.otf anew from Debian's packages fonts-noto-cjk and python3-fonttools.
#
# The simplified Chinese face of Noto Sans CJK, cut to Latin, punctuation, CJK signs, full-width forms and every Han
# character that it has (company and personal names contain 㛃 䶮 𬭎 𫖯); kana, hangul and layout tables are left out.
# The same packages give the same bytes. The font's licence is OFL.txt, beside this file.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

collection=/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
simplified_chinese_face=2
subset=NotoSansSC-subset.otf

ranges=(
  U+0020-007E U+00A0-017F                                   # Latin
  U+2000-206F U+20A0-20CF U+2100-214F U+2150-218F           # punctuation, currency, letter-like, number forms
  U+2190-21FF U+2200-22FF U+2460-24FF U+2500-257F           # arrows, mathematics, enclosed numbers, box drawing
  U+25A0-25FF U+2600-27BF                                   # geometric shapes, signs
  U+2E80-2FDF U+3000-303F U+3200-33FF                       # radicals, CJK signs, enclosed CJK
  U+3400-4DBF U+4E00-9FFF U+F900-FAFF                       # Han: extension A, the basic block, compatibility
  U+FE30-FE4F U+FF00-FFEF                                   # vertical and full-width forms
  U+20000-2FA1F U+30000-323AF                               # Han: extensions B to H
)

python=/usr/bin/python3
"$python" -c 'import fontTools' 2>/dev/null || python=python3
"$python" -m fontTools.subset "$collection" \
  --font-number="$simplified_chinese_face" \
  --unicodes="$(IFS=,; echo "${ranges[*]}")" \
  --layout-features='' \
  --drop-tables+=GSUB,GPOS,GDEF,BASE,VORG,vhea,vmtx,DSIG \
  --no-hinting \
  --name-IDs='*' \
  --output-file="$subset"

"$python" - "$subset" <<'CHECK'
import os, sys
from fontTools.ttLib import TTFont
path = sys.argv[1]
characters = TTFont(path).getBestCmap()
missing = [c for c in "Aa0¥·，。（）【】①→㛃䶮𬭎𫖯" if ord(c) not in characters]
assert not missing, f"{path} lacks {missing}"
assert os.path.getsize(path) < 10_000_000, f"{path} is {os.path.getsize(path)} bytes"
print(f"{path}: {os.path.getsize(path)} bytes, {len(characters)} characters")
CHECK
