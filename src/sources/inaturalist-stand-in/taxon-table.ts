import type { WorldTaxon } from './world.ts';

/**
 * The tree above the species: id, rank, level, name, parent, common name. Ids below 9,000,000 are
 * iNaturalist's own; for groups that are here as the home of few species they are made up.
 */
const tree = `
48460 stateofmatter 100 Life -
1 kingdom 70 Animalia 48460 Animals
47126 kingdom 70 Plantae 48460 Plants
47170 kingdom 70 Fungi 48460 Fungi
47686 kingdom 70 Protozoa 48460 Protozoans
67333 kingdom 70 Bacteria 48460 Bacteria
48222 kingdom 70 Chromista 48460 Kelp, Diatoms, and Allies
2 phylum 60 Chordata 1 Chordates
355675 subphylum 57 Vertebrata 2 Vertebrates
20978 class 50 Amphibia 355675 Amphibians
20979 order 40 Anura 20978 Frogs and Toads
26718 order 40 Caudata 20978 Salamanders
9000001 family 30 Ranidae 20979 True Frogs
9000002 genus 20 Lithobates 9000001 American Water Frogs
9000003 family 30 Salamandridae 26718 True Salamanders and Newts
9000004 genus 20 Notophthalmus 9000003 Eastern Newts
9000005 family 30 Phyllomedusidae 20979 Leaf Frogs
9000006 genus 20 Agalychnis 9000005 Leaf Frogs
47120 phylum 60 Arthropoda 1 Arthropods
245097 subphylum 57 Chelicerata 47120 Chelicerates
47119 class 50 Arachnida 245097 Arachnids
47118 order 40 Araneae 47119 Spiders
9000011 family 30 Araneidae 47118 Orbweavers
9000012 genus 20 Argiope 9000011 Garden Spiders
9000013 family 30 Theridiidae 47118 Cobweb Spiders
9000014 genus 20 Latrodectus 9000013 Widow Spiders
372739 subphylum 57 Hexapoda 47120 Hexapods
47158 class 50 Insecta 372739 Insects
184884 subclass 47 Pterygota 47158 Winged and Once-winged Insects
47157 order 40 Lepidoptera 184884 Butterflies and Moths
47224 superfamily 33 Papilionoidea 47157 Butterflies
47922 family 30 Nymphalidae 47224 Brush-footed Butterflies
61244 subfamily 27 Danainae 47922 Milkweed Butterflies
134169 tribe 25 Danaini 61244
522900 subtribe 24 Danaina 134169
48663 genus 20 Danaus 522900 Tigers and Queens
9000021 genus 20 Polygonia 47922 Commas
9000022 order 40 Ephemeroptera 184884 Mayflies
9000023 family 30 Baetidae 9000022
9000031 phylum 60 Tracheophyta 47126 Vascular Plants
9000032 family 30 Asteraceae 9000031 Sunflowers, Daisies, Asters, and Allies
9000033 genus 20 Taraxacum 9000032 Dandelions
9000034 family 30 Lamiaceae 9000031 Mints
9000035 genus 20 Mentha 9000034 Mints
9000036 family 30 Ericaceae 9000031 Heaths
9000037 genus 20 Arctostaphylos 9000036 Manzanitas
9000038 family 30 Plumbaginaceae 9000031 Leadworts
47169 phylum 60 Basidiomycota 47170 Basidiomycete Fungi
50814 class 50 Agaricomycetes 47169 Mushrooms, Bracket Fungi, Puffballs, and Allies
47167 order 40 Agaricales 50814 Common Gilled Mushrooms and Allies
9000041 family 30 Amanitaceae 47167
9000042 genus 20 Amanita 9000041 Amanitas
9000043 family 30 Hydnangiaceae 47167
9000044 genus 20 Laccaria 9000043 Deceivers
9000051 phylum 60 Mycetozoa 47686 Slime Molds
9000052 order 40 Physarales 9000051
9000053 genus 20 Fuligo 9000052
9000054 order 40 Liceales 9000051
9000055 genus 20 Lycogala 9000054
9000061 phylum 60 Cyanobacteria 67333 Blue-green Algae
9000066 family 30 Nostocaceae 9000061
9000062 genus 20 Nostoc 9000066
9000063 phylum 60 Ochrophyta 48222 Heterokont Algae
9000064 family 30 Coscinodiscaceae 9000063
9000065 genus 20 Coscinodiscus 9000064
9000067 order 40 Laminariales 9000063 Kelps
9000068 family 30 Laminariaceae 9000067`;

/** Species and what is below them, real but for the quoted one; names that they had before, `inactive`. */
const species = `
9100001 species 10 Lithobates catesbeianus|9000002|American Bullfrog|Rana catesbeiana;Rana catesbiana
9100002 species 10 Notophthalmus viridescens|9000004|Eastern Newt|Triturus viridescens
9100003 species 10 Agalychnis callidryas|9000006|Red-eyed Tree Frog|Hyla callidryas
9100004 subspecies 5 Notophthalmus viridescens viridescens|9100002|Red-spotted Newt|
9100011 species 10 Argiope aurantia|9000012|Yellow Garden Spider|
9100012 species 10 Latrodectus mactans|9000014|Southern Black Widow|
48662 species 10 Danaus plexippus|48663|Monarch|Anosia plexippus;Danaus archippus
235550 subspecies 5 Danaus plexippus plexippus|48662|Common Monarch|
9100021 species 10 Polygonia c-album|9000021|Comma|Nymphalis c-album
9100031 species 10 Taraxacum officinale|9000033|Common Dandelion|Leontodon taraxacum
9100032 hybrid 10 Mentha × piperita|9000035|Peppermint|Mentha x piperita
9100033 species 10 Arctostaphylos uva-ursi|9000037|Bearberry|
9100034 variety 5 Arctostaphylos uva-ursi var. "Vulcan's Peak"|9100033||
48715 species 10 Amanita muscaria|9000042|Fly Agaric|Agaricus muscarius
9100041 species 10 Laccaria amethystina|9000044|Amethyst Deceiver|Laccaria amethystea
9100042 species 10 Agaricus amethystinus|9000044||inactive
9100051 species 10 Fuligo septica|9000053|Dog Vomit Slime Mold|Mucor septicus
9100052 species 10 Lycogala epidendrum|9000055|Wolf's Milk|
9100061 species 10 Nostoc commune|9000062|Star Jelly|
9100062 species 10 Coscinodiscus wailesii|9000065||`;

/** Every real taxon of the world, the higher before the lower. */
export function realTaxa(): readonly WorldTaxon[] {
  const taxa = new Map<number, WorldTaxon>();
  for (const line of lines(tree)) {
    const [id, rank, level, name, parent, ...common] = line.split(' ');
    add(taxa, { id, rank, level, name, parent, common: common.join(' ') });
  }
  for (const line of lines(species)) {
    const [start = '', parent, common, others = ''] = line.split('|');
    const [id, rank, level, ...name] = start.split(' ');
    const isActive = others !== 'inactive';
    const synonyms = isActive ? others.split(';').filter((other) => other !== '') : [];
    add(taxa, { id, rank, level, name: name.join(' '), parent, common }, { isActive, synonyms });
  }
  return [...taxa.values()];
}

function lines(table: string): readonly string[] {
  return table.split('\n').filter((line) => line !== '');
}

interface TaxonLine {
  readonly id: string | undefined;
  readonly rank: string | undefined;
  readonly level: string | undefined;
  readonly name: string | undefined;
  readonly parent: string | undefined;
  readonly common: string | undefined;
}

function add(
  taxa: Map<number, WorldTaxon>,
  { id, rank = '', level, name = '', parent, common }: TaxonLine,
  { isActive, synonyms }: Pick<WorldTaxon, 'isActive' | 'synonyms'> = {
    isActive: true,
    synonyms: [],
  },
): void {
  const above = taxa.get(Number(parent));
  taxa.set(Number(id), {
    id: Number(id),
    ancestry: above === undefined ? [] : [...above.ancestry, above.id],
    rank,
    rankLevel: Number(level),
    name,
    isActive,
    synonyms,
    commonName: common === '' || common === undefined ? undefined : common,
  });
}
