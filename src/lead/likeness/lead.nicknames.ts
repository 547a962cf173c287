/** Everyday forms of given names that stand for one formal name only; `Alex`, `Chris` or `Sam` stand for several. */
const everydayForms: Record<string, string> = {
  abigail: 'abby',
  andrew: 'andy',
  anthony: 'tony',
  benjamin: 'ben benny',
  charles: 'charlie chuck',
  daniel: 'dan danny',
  david: 'dave',
  deborah: 'deb debbie',
  donald: 'don',
  elizabeth: 'liz lizzie beth betty elisabeth',
  francisco: 'paco',
  frederick: 'fred freddie frederic',
  gregory: 'greg',
  james: 'jim jimmy',
  jeffrey: 'jeff geoffrey geoff',
  jennifer: 'jen jenny',
  jonathan: 'jon',
  jose: 'pepe',
  joseph: 'joe joey',
  joshua: 'josh',
  katherine: 'kate katie kathy cathy catherine kathryn',
  kenneth: 'ken kenny',
  lawrence: 'larry',
  margaret: 'maggie meg peggy',
  matthew: 'matt',
  michael: 'mike mick',
  nicholas: 'nick nicolas',
  peter: 'pete',
  philip: 'phil phillip',
  rebecca: 'becky',
  richard: 'rich rick dick',
  robert: 'bob bobby rob robbie',
  ronald: 'ron ronnie',
  stephen: 'steve steven',
  susan: 'sue susie',
  thomas: 'tom tommy',
  timothy: 'tim',
  victoria: 'vicky',
  william: 'bill billy will willie',
  zachary: 'zach zack',
};

const formalNames = new Map(
  Object.entries(everydayForms).flatMap(([formal, forms]) => forms.split(' ').map((form) => [form, formal])),
);

/** The formal name that a folded given name stands for; the name itself where it is none's everyday form. */
export function formalName(name: string): string {
  return formalNames.get(name) ?? name;
}
