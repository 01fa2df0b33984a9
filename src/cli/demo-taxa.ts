/** Taxa as iNaturalist has them today, for the demo's audit against WordNet: one of each case. */
export const demoTaxa = `scientificName,taxonRank,kingdom,class,order,family,genus,synonyms
Danaus plexippus,species,Animalia,Insecta,Lepidoptera,Nymphalidae,Danaus,
Lithobates catesbeianus,species,Animalia,Amphibia,Anura,Ranidae,Lithobates,Rana catesbeiana
Dryophytes cinereus,species,Animalia,Amphibia,Anura,Hylidae,Dryophytes,
Quercus robur,species,Plantae,Magnoliopsida,Fagales,Fagaceae,Quercus,
Prunella vulgaris,species,Plantae,Magnoliopsida,Lamiales,Lamiaceae,Prunella,
Prunella collaris,species,Animalia,Aves,Passeriformes,Prunellidae,Prunella,
Physarum viride,species,Protozoa,Myxomycetes,Physarales,Physaraceae,Physarum,
Xylodrepa quadrimaculata,species,Animalia,Insecta,Coleoptera,Staphylinidae,Xylodrepa,
Astraeus hygrometricus,species,Fungi,Agaricomycetes,Boletales,Diplocystidiaceae,Astraeus,
`;
