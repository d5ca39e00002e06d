// The letters must be there before the map draws its first name: what it has drawn, it keeps.

const OURS: Record<string, string> = { ko: "Noto Serif KR Variable", zh: "Noto Serif SC Variable" };

/** Families with the large scripts that machines have of their own, by language. */
const THEIRS: Record<string, string[]> = {
  ko: ["Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", "Noto Sans KR", "Noto Serif CJK KR"],
  zh: ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Noto Serif CJK SC"],
};

/** The families that the map draws names with. Names are in the page's language only. */
export function families(): string[] {
  const own = [...(THEIRS[language()] ?? []), ...(OURS[language()] ? [OURS[language()]!] : [])];
  return [...house(), ...own, "sans-serif"];
}

function house(): string[] {
  const arabic = document.documentElement.dir === "rtl" ? ["Noto Naskh Arabic Variable"] : [];
  return ["Figtree Variable", ...arabic];
}

export async function letters(world: GeoJSON.FeatureCollection): Promise<void> {
  const names = world.features.map(({ properties }) => properties?.name ?? "").join("");
  const ours = OURS[language()];
  const wanted = ours && !(await has(THEIRS[language()]!)) ? [...house(), ours] : house();
  await Promise.allSettled(wanted.map((one) => document.fonts.load(`16px "${one}"`, names)));
}

/** Whether the machine has one of these families: our own pieces are heavy, and then not needed. */
async function has(families: string[]): Promise<boolean> {
  const sources = families.map((family) => `local("${family}")`).join(", ");
  return new FontFace("at hand", sources).load().then(
    () => true,
    () => false,
  );
}

function language(): string {
  return document.documentElement.lang.split("-")[0]!;
}
